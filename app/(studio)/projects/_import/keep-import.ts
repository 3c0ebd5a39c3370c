/** Keeps an import that is being arranged over a reload, in this browser. It may be megabytes, so it is not in the storage of a tab. */
const name = 'framewright-import'
const store = 'imports'

export async function keepImport(key: string, value: unknown): Promise<void> {
  await inStore('readwrite', (objects) => objects.put(value, key))
}

export async function dropImport(key: string): Promise<void> {
  await inStore('readwrite', (objects) => objects.delete(key))
}

/** Whatever was kept; whoever asks looks whether it is what this version writes. */
export async function readImport(key: string): Promise<unknown> {
  return await inStore('readonly', (objects) => objects.get(key))
}

/** A browser without a place for it, as in a private window, keeps nothing: the page works all the same. */
async function inStore(mode: IDBTransactionMode, act: (objects: IDBObjectStore) => IDBRequest): Promise<unknown> {
  try {
    const database = await settled(openDatabase())
    try {
      return await settled(act(database.transaction(store, mode).objectStore(store)))
    } finally {
      database.close()
    }
  } catch {
    return undefined
  }
}

function openDatabase(): IDBOpenDBRequest {
  const request = indexedDB.open(name, 1)
  request.onupgradeneeded = () => request.result.createObjectStore(store)
  return request
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('The browser keeps nothing.'))
  })
}
