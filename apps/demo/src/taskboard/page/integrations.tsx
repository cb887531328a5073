import type { Connection, Integration } from '@tenon/sdk'
import { useState } from 'preact/hooks'
import { Icon } from './icons.tsx'
import { distinctNames, labelOf } from './integration.ts'
import { Avatar, CopyButton, Dialog, Skeleton } from './ui.tsx'
import { isAccount, useWorkspace } from './workspace.ts'

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

export function IntegrationsView() {
  const { connections, integrations, problem } = useWorkspace()
  if (problem) return null
  if (connections === undefined) return <Skeleton rows={4} />
  const sandbox = integrations.find(({ slug }) => slug === 'sandbox')
  const others = integrations.filter(({ slug }) => slug !== 'sandbox')
  return (
    <div class="integrations">
      {sandbox && <SandboxCard integration={sandbox} connections={connections} />}
      {others.map((integration) => (
        <OtherCard key={integration.id} integration={integration} />
      ))}
    </div>
  )
}

function SandboxCard({ integration, connections }: { integration: Integration; connections: Connection[] }) {
  const { session, connect, accounts } = useWorkspace()
  const names = distinctNames(connections, (connection) => {
    const account = accounts[connection.id]
    return isAccount(account) ? account.name : (labelOf(connection) ?? 'Sandbox CRM account')
  })
  const { sampleApiKey, origin } = session.sandbox
  return (
    <article class="integration">
      <CardHead
        integration={integration}
        count={connections.filter(({ status }) => status === 'VALID').length}
      />
      {connections.length > 0 && (
        <ul class="connections">
          {connections.map((connection) => (
            <ConnectionRow key={connection.id} connection={connection} name={names[connection.id] ?? ''} />
          ))}
        </ul>
      )}
      <div class="ways">
        <div>
          <h3>{connections.length === 0 ? 'Sign in to your CRM' : 'Another account'}</h3>
          <p>A window opens; continue as one of the demo accounts and allow access.</p>
          <button
            type="button"
            class={connections.length === 0 ? 'primary' : ''}
            onClick={() => connect('oauth')}
          >
            <Icon name="plug" /> Connect
          </button>
        </div>
        <div>
          <h3>Or use an API key</h3>
          <p class="key">
            <code>{sampleApiKey}</code> <CopyButton text={sampleApiKey} label="Copy key" />
          </p>
          <button type="button" onClick={() => connect('api_key')}>
            <Icon name="key" /> Connect by API key
          </button>
        </div>
      </div>
      <p class="fine">
        See the other side in{' '}
        <a href={origin} target="_blank" rel="noreferrer">
          Sandbox CRM
        </a>
        : its contacts, its keys, and which apps may use them.
      </p>
    </article>
  )
}

function CardHead({ integration, count }: { integration: Integration; count: number }) {
  const { name, icon, brandColor, configs } = integration
  const [hasIcon, setHasIcon] = useState(true)
  return (
    <header class="card-head">
      {hasIcon ? (
        <img src={icon} alt="" width={48} height={48} onError={() => setHasIcon(false)} />
      ) : (
        <span class="tile" style={{ background: brandColor }} aria-hidden="true">
          {name.slice(0, 1)}
        </span>
      )}
      <div>
        <h2>{name}</h2>
        <p>{configs[0]?.values.description}</p>
      </div>
      {count > 0 && <span class="badge">{count === 1 ? 'Connected' : `${count} accounts`}</span>}
    </header>
  )
}

function ConnectionRow({ connection, name }: { connection: Connection; name: string }) {
  const { accounts, manage, disconnect } = useWorkspace()
  const [isAsking, setIsAsking] = useState(false)
  const { id, status, dateCreated } = connection
  const account = accounts[id]
  const isBroken = status === 'INVALID' || (account && !isAccount(account) && account.help === 'reconnect')
  return (
    <li>
      <Avatar name={name} />
      <div class="who">
        <strong>{name}</strong>
        <small>
          {isBroken ? (
            <span class="wrong">Sandbox CRM no longer lets us in</span>
          ) : isAccount(account) ? (
            `${account.email} · ${account.plan} plan`
          ) : (
            `Connected ${day.format(new Date(dateCreated))}`
          )}
        </small>
      </div>
      <div class="row-actions">
        <button type="button" class={isBroken ? 'primary' : ''} onClick={() => manage(id)}>
          {isBroken ? 'Connect again' : 'Settings'}
        </button>
        <button type="button" class="danger" onClick={() => setIsAsking(true)}>
          Disconnect
        </button>
      </div>
      {isAsking && (
        <Dialog title={`Disconnect ${name}?`} onClose={() => setIsAsking(false)}>
          <p>Taskboard loses access to these contacts at once. Tasks you made from them stay.</p>
          <form method="dialog" class="dialog-actions">
            <button type="submit">Keep it</button>
            <button type="submit" class="danger solid" onClick={() => void disconnect(connection)}>
              Disconnect
            </button>
          </form>
        </Dialog>
      )}
    </li>
  )
}

/** Whatever else the project offers: the portal knows how to connect it. */
function OtherCard({ integration }: { integration: Integration }) {
  const { tenon, reload } = useWorkspace()
  const count = tenon.user?.integrations[integration.slug]?.allCredentials.length ?? 0
  return (
    <article class="integration small">
      <CardHead integration={integration} count={count} />
      <button type="button" onClick={() => tenon.connect(integration.slug).then(reload, reload)}>
        {count > 0 ? 'Settings' : integration.isReady === false ? 'Not set up yet' : 'Connect'}
      </button>
    </article>
  )
}
