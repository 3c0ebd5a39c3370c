import type { Metadata } from 'next'
import { ImportPage } from '../_import/import-page.tsx'

export const metadata: Metadata = { title: 'New project from a script' }

export default function Page() {
  return <ImportPage projectId={null} board={null} />
}
