import { AppError } from '#lib/runtime/errors.ts'
import type { S3Place } from './s3-place.ts'

/** What a bucket answered instead of doing what it was asked for. */
export function errorOfS3Answer(place: S3Place, status: number, xml: string): AppError {
  const code = /<Code>(\w+)<\/Code>/.exec(xml)?.[1] ?? String(status)
  const details = { bucket: place.bucket, endpoint: place.endpoint, status, code }
  if (status === 507 || /QuotaExceeded|StorageFull|InsufficientStorage/i.test(code)) {
    return new AppError({
      code: 'DISK_FULL',
      message: `The storage ${nameOf(place)} is full, so nothing can be saved.`,
      suggestion: 'Make room there or raise its quota, and try again.',
      details,
      retryable: false,
    })
  }
  if (mayPass(status)) {
    return new AppError({
      code: 'UNAVAILABLE',
      message: `The storage ${nameOf(place)} does not work at the moment (${code}).`,
      suggestion: 'Try again in a moment; when it stays so, look at the storage server.',
      details,
      retryable: true,
    })
  }
  return new AppError({
    code: 'DISK_NOT_WRITABLE',
    message: `The storage ${nameOf(place)} cannot be used: ${reasonOf(status, code)}.`,
    suggestion: adviceOf(status, code),
    details,
  })
}

/** No answer, or half of one. */
export function errorOfS3Silence(place: S3Place, cause: unknown): AppError {
  return new AppError({
    code: 'UNAVAILABLE',
    message: `The storage ${nameOf(place)} does not answer.`,
    suggestion: 'Check that it runs and that this machine reaches it; the address is in STORAGE_URL.',
    details: { bucket: place.bucket, endpoint: place.endpoint },
    retryable: true,
    cause,
  })
}

function mayPass(status: number): boolean {
  return status === 408 || status === 429 || status >= 500
}

function reasonOf(status: number, code: string): string {
  if (code === 'NoSuchBucket') return 'there is no such bucket'
  if (code === 'RequestTimeTooSkewed') return 'the clocks of this machine and of the storage differ too much'
  if (status === 401 || status === 403) return `it refuses our access key (${code})`
  return `it answered with ${code}`
}

function adviceOf(status: number, code: string): string {
  if (code === 'NoSuchBucket') return 'Make the bucket, or correct STORAGE_URL.'
  if (code === 'RequestTimeTooSkewed') return 'Set both clocks right, best by NTP.'
  if (status === 401 || status === 403) {
    return 'Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, the region in STORAGE_URL, and that the key may read, write, delete and list there.'
  }
  return 'Check the endpoint and the region in STORAGE_URL.'
}

function nameOf({ bucket, endpoint }: S3Place): string {
  return `${bucket} on ${new URL(endpoint).host}`
}
