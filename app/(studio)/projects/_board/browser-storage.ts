/** A browser that forbids it keeps nothing, and every attempt says so. */
export function browserStorage(): Storage {
  return storageOf(() => window.localStorage)
}

/** As long as the tab, and its own. */
export function tabStorage(): Storage {
  return storageOf(() => window.sessionStorage)
}

function storageOf(read: () => Storage): Storage {
  try {
    return read()
  } catch {
    return forbidden
  }
}

const forbidden: Storage = {
  length: 0,
  key: () => null,
  getItem: () => null,
  setItem() {
    throw new DOMException('Nothing may be kept in this browser.', 'SecurityError')
  },
  removeItem() {},
  clear() {},
}
