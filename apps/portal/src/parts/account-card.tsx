import type { PortalConnection } from '@tenon/core'
import { accountName } from '../portal/account-name.ts'
import { useView } from '../portal/context.ts'
import { formatDate, texts } from '../texts/current.ts'
import { Back } from './back.tsx'
import { Status } from './status.tsx'

/** Which account this is, and since when. */
export function AccountCard({ connection }: { connection: PortalConnection }) {
  const view = useView()
  return (
    <>
      {view.connections.length > 1 && <Back to={{ name: 'accounts' }} />}
      <section class="account">
        <div class="account-line">
          <h2 tabIndex={-1} data-focus>
            {accountName(view, connection)}
          </h2>
          <Status status={connection.status} />
        </div>
        <AccountDetails connection={connection} />
      </section>
    </>
  )
}

/** Since when: true of an account that has to be reconnected as well. A connection that still asks something is not connected yet. */
export function AccountDetails({ connection: { connectedAt, status } }: { connection: PortalConnection }) {
  if (status === 'pending') return null
  return <span class="account-more">{texts.accounts.since(formatDate(connectedAt))}</span>
}
