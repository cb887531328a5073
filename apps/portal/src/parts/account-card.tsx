import type { PortalConnection } from '@tenon/core'
import { useView } from '../portal/context.ts'
import { formatDate, texts } from '../texts/current.ts'
import { Back } from './back.tsx'
import { Status } from './status.tsx'

/** Which account this is, and since when. */
export function AccountCard({ connection }: { connection: PortalConnection }) {
  const { integration, connections } = useView()
  return (
    <>
      {connections.length > 1 && <Back to={{ name: 'accounts' }} />}
      <section class="account">
        <div class="account-line">
          <h2 tabIndex={-1} data-focus>
            {connection.account?.label ?? texts.accounts.unnamed(integration.name)}
          </h2>
          <Status status={connection.status} />
        </div>
        <AccountDetails connection={connection} />
      </section>
    </>
  )
}

/** Since when, and the product's own id for it. A connection that still asks something is not connected yet. */
export function AccountDetails({ connection }: { connection: PortalConnection }) {
  const { externalId, connectedAt, status } = connection
  const details = [
    status !== 'pending' && texts.accounts.since(formatDate(connectedAt)),
    externalId !== null && texts.accounts.externalId(externalId),
  ].filter(Boolean)
  return details.length > 0 ? <span class="account-more">{details.join(' · ')}</span> : null
}
