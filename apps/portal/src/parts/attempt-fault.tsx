import { usePortal, useView } from '../portal/context.ts'
import { attemptFaultText } from '../portal/fault-text.ts'
import { Banner } from './banner.tsx'

/** How the last attempt to connect failed. */
export function AttemptFault() {
  const { attemptFault } = usePortal().state
  const { product, integration } = useView()
  if (!attemptFault) return null
  const { title, text } = attemptFaultText(attemptFault, integration.name, product.name)
  return (
    <Banner tone={attemptFault.code === 'access_denied' ? 'warning' : 'bad'} title={title} isAloud>
      <p>{text}</p>
    </Banner>
  )
}
