import { usePortal, useView } from '../portal/context.ts'
import { hasSettings } from '../portal/screen.ts'
import { texts } from '../texts/current.ts'
import { Banner } from './banner.tsx'
import { Joint } from './tiles.tsx'

/** What just went well. A new connection gets a picture of it. */
export function MomentBanner() {
  const { moment } = usePortal().state
  const view = useView()
  const { product, integration } = view
  if (!moment) return null
  const { moments } = texts
  if (moment.kind === 'disconnected')
    return (
      <Banner tone="good" title={moments.disconnected(moment.name || integration.name)}>
        <p>{moments.disconnectedText(product.name)}</p>
      </Banner>
    )
  const isNew = moment.kind === 'connected'
  return (
    <section class="moment">
      <Joint state="closed" />
      <h2 tabIndex={-1} data-focus>
        {(isNew ? moments.connected : moments.reconnected)(integration.name)}
      </h2>
      <p>
        {(isNew ? moments.connectedText : moments.reconnectedText)(product.name)}
        {!isNew && hasSettings(view) && ` ${moments.settingsKept}`}
      </p>
    </section>
  )
}
