/** A bucket, from an address such as `s3://bucket/prefix?endpoint=https://s3.example.com&region=eu-central-1`. */
export type S3Place = {
  /** Without a slash at its end. */
  endpoint: string
  region: string
  bucket: string
  /** Empty, or with a slash at its end. */
  prefix: string
}

const standardRegion = 'us-east-1'

export function readS3Url(url: string): S3Place {
  const { hostname, pathname, searchParams } = new URL(url)
  const region = searchParams.get('region') || standardRegion
  const endpoint = searchParams.get('endpoint') || `https://s3.${region}.amazonaws.com`
  const folder = decodeURIComponent(pathname).split('/').filter(Boolean).join('/')
  return { endpoint: endpoint.replace(/\/+$/, ''), region, bucket: hostname, prefix: folder ? `${folder}/` : '' }
}
