import { AccountDetails } from '../parts/account-card.tsx'
import { Button } from '../parts/button.tsx'
import { Done } from '../parts/done.tsx'
import { ForwardIcon, PlusIcon } from '../parts/icons.tsx'
import { MomentBanner } from '../parts/moment-banner.tsx'
import { ScreenFrame } from '../parts/screen.tsx'
import { Status } from '../parts/status.tsx'
import { accountName } from '../portal/account-name.ts'
import { usePortal, useView } from '../portal/context.ts'
import { texts } from '../texts/current.ts'

/** Several connected accounts, each the way to its own page. */
export function AccountsScreen() {
  const portal = usePortal()
  const view = useView()
  const { accounts } = texts
  return (
    <ScreenFrame
      footer={
        <div class="buttons">
          <Done />
          {portal.state.host?.install.allowMultipleCredentials && <AddAccount />}
        </div>
      }
    >
      <MomentBanner />
      <h2 tabIndex={-1} data-focus>
        {accounts.title}
      </h2>
      <ul class="rows">
        {view.connections.map((connection) => (
          <li key={connection.id}>
            <button
              class="row"
              type="button"
              onClick={() => portal.leave({ name: 'account', id: connection.id })}
            >
              <span class="row-text">
                <strong>{accountName(view, connection)}</strong>
                <AccountDetails connection={connection} />
              </span>
              <Status status={connection.status} />
              <ForwardIcon />
            </button>
          </li>
        ))}
      </ul>
    </ScreenFrame>
  )
}

export function AddAccount() {
  const portal = usePortal()
  return (
    <Button onClick={() => portal.leave({ name: 'connect' })}>
      <PlusIcon /> {texts.accounts.add}
    </Button>
  )
}
