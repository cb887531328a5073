import { useState } from 'preact/hooks'
import { useView } from '../portal/context.ts'

/** The integration's icon on a light tile, since brand icons are drawn for one; its first letter while there is none. */
export function IntegrationTile({ url, name }: { url: string | undefined; name: string }) {
  const [failedUrl, setFailedUrl] = useState<string>()
  const isShown = url && url !== failedUrl
  return (
    <span class="tile tile-integration" aria-hidden="true">
      {isShown ? <img src={url} alt="" onError={() => setFailedUrl(url)} /> : firstLetter(name)}
    </span>
  )
}

interface JointProps {
  state: 'open' | 'closed'
}

/** Product and integration, about to be joined or joined: a tenon finding its mortise. */
export function Joint({ state }: JointProps) {
  const { product, integration } = useView()
  return (
    <div class={`joint joint-${state}`} aria-hidden="true">
      <span class="tile tile-product">{firstLetter(product.name)}</span>
      <span class="joint-gap">
        <span class="joint-peg" />
      </span>
      <IntegrationTile url={integration.iconUrl} name={integration.name} />
    </div>
  )
}

function firstLetter(name: string): string {
  const [letter = ''] = name.trim()
  return letter.toUpperCase()
}
