import { FileUp } from 'lucide-react'
import Link from 'next/link'

type ImportLinkProps = {
  projectId: string | null
  children: string
  /** On a phone, the picture alone. */
  isCompact?: boolean
}

/** To the page that imports: into a project, or into a new one. */
export function ImportLink({ projectId, children, isCompact = false }: ImportLinkProps) {
  return (
    <Link
      href={projectId ? `/projects/${projectId}/import` : '/projects/import'}
      className="inline-flex h-9 items-center justify-center gap-2 whitespace-nowrap rounded-md border border-line bg-surface px-3.5 text-ink transition-colors hover:border-line-strong max-md:h-11"
    >
      <FileUp size={16} aria-hidden />
      <span className={isCompact ? 'max-md:sr-only' : ''}>{children}</span>
    </Link>
  )
}
