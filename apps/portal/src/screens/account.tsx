import type { PortalConnection } from '@tenon/core'
import { ConnectionContext } from '../fields/context.ts'
import { AccessList } from '../parts/access-list.tsx'
import { AccountCard } from '../parts/account-card.tsx'
import { Banner } from '../parts/banner.tsx'
import { Choice } from '../parts/choice.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { Disconnect } from '../parts/disconnect.tsx'
import { Done } from '../parts/done.tsx'
import { MomentBanner } from '../parts/moment-banner.tsx'
import { ScreenFrame } from '../parts/screen.tsx'
import { SettingsForm } from '../parts/settings-form.tsx'
import { Workflows } from '../parts/workflows.tsx'
import { usePortal, useView } from '../portal/context.ts'
import { hasSettings } from '../portal/screen.ts'
import { texts } from '../texts/current.ts'
import { AddAccount } from './accounts.tsx'
import { ConnectForm } from './connect.tsx'

/** One connected account: what it still needs, or what it does and how. */
export function AccountScreen({ connection }: { connection: PortalConnection }) {
  return (
    <ConnectionContext.Provider value={connection.id}>
      {connection.status === 'active' && <Active connection={connection} />}
      {connection.status === 'pending' && <Choice connection={connection} />}
      {connection.status === 'needs_reauth' && <Reconnect connection={connection} />}
    </ConnectionContext.Provider>
  )
}

function Active({ connection }: { connection: PortalConnection }) {
  const portal = usePortal()
  const view = useView()
  const { host } = portal.state
  const scopes = view.accountTypes.find(({ id }) => id === connection.accountTypeId)?.scopes ?? []
  return (
    <ScreenFrame footer={<Done />}>
      <MomentBanner />
      <AccountCard connection={connection} />
      {view.settings.some(({ hidden }) => !hidden) && (
        <section>
          <h2>{texts.settings.title}</h2>
          <SettingsForm
            connection={connection}
            workflowId={null}
            inputs={view.settings}
            stored={connection.sharedSettings}
          />
        </section>
      )}
      {view.workflows.length > 0 && <Workflows connection={connection} />}
      {scopes.length > 0 && (
        <Disclosure title={texts.access.granted(view.product.name)}>
          <AccessList scopes={scopes} />
        </Disclosure>
      )}
      <div class="ending">
        {host?.install.allowMultipleCredentials && view.connections.length === 1 && <AddAccount />}
        <Disconnect connection={connection} />
      </div>
    </ScreenFrame>
  )
}

function Reconnect({ connection }: { connection: PortalConnection }) {
  const view = useView()
  const { accountTypes, integration } = view
  const type = accountTypes.find(({ id }) => id === connection.accountTypeId) ?? accountTypes[0]
  if (!type) return null
  const { reasons, title, keeps } = texts.reauth
  return (
    <ConnectForm
      type={type}
      connection={connection}
      intro={
        <>
          <AccountCard connection={connection} />
          <Banner tone="warning" title={title}>
            <p>
              {connection.reauthReason && reasons[connection.reauthReason](integration.name)}
              {hasSettings(view) && ` ${keeps}`}
            </p>
          </Banner>
        </>
      }
      after={
        <div class="ending">
          <Disconnect connection={connection} />
        </div>
      }
    />
  )
}
