import { usePortal, useView } from '../portal/context.ts'
import { attemptFaultText } from '../portal/fault-text.ts'
import { Banner } from './banner.tsx'

/** What the user did themselves. */
const CALM = new Set(['access_denied', 'popup_closed'])

/** How the last attempt to connect failed. */
export function AttemptFault() {
  const { attemptFault } = usePortal().state
  const { product, integration } = useView()
  if (!attemptFault) return null
  const { title, text } = attemptFaultText(attemptFault, integration.name, product.name)
  return (
    <Banner tone={CALM.has(attemptFault.code) ? 'warning' : 'bad'} title={title} isAloud>
      <p>{text}</p>
    </Banner>
  )
}
