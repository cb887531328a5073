import { usePortal } from '../portal/context.ts'
import { texts } from '../texts/current.ts'
import { CloseIcon } from './icons.tsx'
import { IntegrationTile } from './tiles.tsx'

/** Whose page this is. The name is there before the view is: the SDK knows it. */
export function Header() {
  const portal = usePortal()
  const { host, view, loadFault } = portal.state
  const name = view?.integration.name ?? host?.integration?.name ?? ''
  return (
    <header class="header">
      <IntegrationTile url={view?.integration.iconUrl} name={name} />
      <div class="header-text">
        <h1 id="title" tabIndex={-1}>
          {name}
        </h1>
        {view && <p>{view.integration.description}</p>}
        {!view && !loadFault && <p class="bone bone-line" aria-hidden="true" />}
      </div>
      <button
        class="round-button"
        type="button"
        aria-label={texts.close}
        onClick={() => portal.leave('closed')}
      >
        <CloseIcon />
      </button>
    </header>
  )
}
