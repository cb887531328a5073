import type { ComponentChildren } from 'preact'
import { texts } from '../texts/current.ts'
import { ExternalIcon } from './icons.tsx'

interface Props {
  href: string
  /** In the colour of the text around it. */
  isQuiet?: boolean
  children: ComponentChildren
}

/** A link out of the portal, always into a window of its own: the iframe is no place for another site. */
export function ExternalLink({ href, isQuiet, children }: Props) {
  // Addresses come from the team's own data; one that is no web address is only text.
  if (!/^https?:/i.test(href)) return <>{children}</>
  return (
    <a class={isQuiet ? 'link link-quiet' : 'link'} href={href} target="_blank" rel="noopener noreferrer">
      {children}
      <ExternalIcon />
      <span class="only-heard"> {texts.opensNewWindow}</span>
    </a>
  )
}
