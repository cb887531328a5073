import type { ComponentChildren } from 'preact'
import { texts } from '../texts/current.ts'
import { ExternalIcon } from './icons.tsx'

/** A link out of the portal, always into a window of its own: the iframe is no place for another site. */
export function ExternalLink({ href, children }: { href: string; children: ComponentChildren }) {
  // Addresses come from the team's own data; one that is no web address is only text.
  if (!/^https?:/i.test(href)) return <>{children}</>
  return (
    <a class="link" href={href} target="_blank" rel="noopener noreferrer">
      {children}
      <ExternalIcon />
      <span class="only-heard"> {texts.opensNewWindow}</span>
    </a>
  )
}
