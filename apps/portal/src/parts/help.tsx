import type { PortalAccountType } from '@tenon/core'
import { texts } from '../texts/current.ts'
import { ExternalLink } from './external-link.tsx'

/** Where to find what is asked: a sentence to read, and a short link to the provider's own page about it. */
export function Help({ text, url }: NonNullable<PortalAccountType['help']>) {
  // Some pages of the catalog say no more than a link does.
  const isLabel = !text.includes('.')
  return (
    <p class="help">
      {!isLabel && `${text} `}
      <ExternalLink href={url} isQuiet>
        {isLabel ? text : texts.connect.helpLink}
      </ExternalLink>
    </p>
  )
}
