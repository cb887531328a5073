import { useEffect, useRef } from 'preact/hooks'
import { Header } from './parts/header.tsx'
import { useDialog } from './parts/use-dialog.ts'
import { usePortal } from './portal/context.ts'
import { isShown } from './portal/screen.ts'
import type { PortalState } from './portal/state.ts'
import { AccountScreen } from './screens/account.tsx'
import { AccountsScreen } from './screens/accounts.tsx'
import { ConnectScreen } from './screens/connect.tsx'
import { LoadFailedScreen } from './screens/load-failed.tsx'
import { LoadingScreen } from './screens/loading.tsx'
import { WaitingScreen } from './screens/waiting.tsx'
import { paintAccent } from './theme/accent.ts'

/** The portal: nothing while it is closed, else a dialog over the host page. */
export function App() {
  const portal = usePortal()
  const { state } = portal
  const { host, view } = state
  const sheet = useRef<HTMLDivElement>(null)
  const isOpen = isShown(state)
  useDialog(sheet, isOpen ? placeOf(state) : null, () => {
    if (portal.state.leavingTo) portal.confirmLeave(false)
    else portal.leave('closed')
  })

  const color = view?.integration.accentColor
  useEffect(() => {
    if (color && sheet.current) paintAccent(sheet.current.style, color)
  }, [color, isOpen])

  if (!isOpen || !host?.integration) return null
  return (
    // biome-ignore lint/a11y: a press beside the sheet closes it, as Escape and the button do
    <div class="backdrop" onClick={(event) => event.target === event.currentTarget && portal.leave('closed')}>
      <div
        key={host.integration.id}
        ref={sheet}
        class="sheet"
        role="dialog"
        aria-modal="true"
        aria-labelledby="title"
        aria-busy={state.isLoading && !view}
      >
        <Header />
        <CurrentScreen state={state} />
      </div>
    </div>
  )
}

function CurrentScreen({ state }: { state: PortalState }) {
  const { view, loadFault, attempt, screen } = state
  if (!view) return loadFault ? <LoadFailedScreen fault={loadFault} /> : <LoadingScreen />
  if (attempt?.by === 'window') return <WaitingScreen attempt={attempt} />
  if (screen?.name === 'accounts') return <AccountsScreen />
  const connection = screen?.name === 'account' && view.connections.find(({ id }) => id === screen.id)
  return connection ? <AccountScreen key={connection.id} connection={connection} /> : <ConnectScreen />
}

/** Names what is on screen: when it changes, the focus goes to the new heading. */
function placeOf({ host, view, loadFault, attempt, screen, moment, leavingTo }: PortalState): string {
  return [
    host?.integration?.id,
    view ? screen && Object.values(screen).join() : (loadFault?.code ?? 'loading'),
    attempt?.by === 'window' && `waiting ${attempt.wasLeft}`,
    moment?.kind,
    leavingTo && 'leaving',
  ].join('/')
}
