import type { PortalAccountType } from '@tenon/core'
import { usePortal, useView } from '../portal/context.ts'
import { attemptFaultText } from '../portal/fault-text.ts'
import { Banner } from './banner.tsx'
import { ExternalLink } from './external-link.tsx'

/** How the last attempt to connect failed, with the way to help where there is one. */
export function AttemptFault({ help }: Pick<PortalAccountType, 'help'>) {
  const { attemptFault } = usePortal().state
  const { product, integration } = useView()
  if (!attemptFault) return null
  const { title, text } = attemptFaultText(attemptFault, integration.name, product.name)
  return (
    <Banner tone={attemptFault.code === 'access_denied' ? 'warning' : 'bad'} title={title} isAloud>
      <p>{text}</p>
      {help && (
        <p>
          <ExternalLink href={help.url}>{help.text}</ExternalLink>
        </p>
      )}
    </Banner>
  )
}
