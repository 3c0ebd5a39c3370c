import type { NextConfig } from 'next'

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: true,
  devIndicators: false,
  // Pictures are made in the sizes we need, once, by ourselves.
  images: { unoptimized: true },
  // Checked by `npm run check`; doing it again in every build would make a first start wait for it.
  typescript: { ignoreBuildErrors: true },
}

export default config
