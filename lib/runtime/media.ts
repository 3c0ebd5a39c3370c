/**
 * Where pictures, clips and references are kept: a folder or an S3 bucket (lib/takes/media.ts opens either). Keys are paths
 * such as `projects/…/takes/….png`. Everything here throws AppErrors with a sentence for a person, and nothing else.
 */
export type Media = {
  /** What it stands on, for messages and the log: a folder, or a bucket and its host. Without credentials. */
  readonly place: string
  /** Puts it there whole or not at all, in place of what was there, and so that a power cut does not take it back. */
  put(key: string, content: MediaContent): Promise<void>
  /** The whole content; undefined when nothing is there. */
  read(key: string): Promise<Buffer | undefined>
  /** The content as it is read, or a part of it; undefined when nothing is there. Who opens it reads it to its end or cancels. */
  open(key: string, range?: ByteRange): Promise<ReadableStream<Uint8Array> | undefined>
  stat(key: string): Promise<MediaStat | undefined>
  /** It is fine when nothing is there. */
  remove(key: string): Promise<void>
  /** Every key that begins with the prefix, a folder that ends in a slash. In no order. */
  list(prefix: string): AsyncIterable<string>
  /** As `put`, with the content of another key. */
  copy(from: string, to: string): Promise<void>
  /** Whether the second is still what `copy` made of the first. Reads no content. */
  isCopy(from: string, to: string): Promise<boolean>
  /** Removes what puts that were cut off before that time have left behind. */
  tidy(before: Date): Promise<void>
}

/** A Blob can be a file on disk that is read as it goes (`openAsBlob`). */
export type MediaContent = Uint8Array | Blob

/** The first byte and the last, both of them included. */
export type ByteRange = { first: number; last: number }

export type MediaStat = { sizeBytes: number; modifiedAt: Date }

/** What was given to us, by the SHA-256 of its bytes. */
export const blobKey = (hash: string) => `blobs/${hash}`
/** The current picture of a sentence, for other programs. */
export const shadowKey = (projectId: string, sentenceId: string) => `projects/${projectId}/images/${sentenceId}.png`

/** Next takes the length off what a route answers. It goes past Next by this name, and the server gives it its own again. */
export const fileLengthHeader = 'x-file-length'
