import type { Connection, Integration, Tenon } from '@tenon/sdk'
import { createContext } from 'preact'
import { useCallback, useContext, useEffect, useMemo, useState } from 'preact/hooks'
import type { Session } from '../session.ts'
import { track } from './activity.ts'
import { crmOf } from './crm.ts'
import { recoverFocus } from './focus.ts'
import { connectionsOf } from './integration.ts'
import { type Problem, problemFrom, problemOf } from './problem.ts'
import type { Call } from './snippet.ts'
import { notify } from './toasts.tsx'

/** Whose account a connection opens, as Sandbox CRM tells it. */
export interface Account {
  name: string
  email: string
  company: string
  plan: string
}

/** Everything about the signed-in user's connections, shared by all views. */
export interface Workspace {
  session: Session
  tenon: Tenon
  /** `undefined` until Tenon has answered. */
  connections: Connection[] | undefined
  /** What the project offers to connect. */
  integrations: readonly Integration[]
  /** Why Tenon did not answer. */
  problem: Problem | undefined
  /** By connection id: the account, or why it could not be read. */
  accounts: Record<string, Account | Problem>
  reload(): Promise<void>
  connect(accountType: 'oauth' | 'api_key'): Promise<void>
  /** Opens the portal for one connection: its settings, or signing in again. */
  manage(connectionId: string): Promise<void>
  disconnect(connection: Connection): Promise<void>
}

export const WorkspaceContext = createContext<Workspace | undefined>(undefined)

export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext)
  if (!workspace) throw new TypeError('useWorkspace() belongs below a WorkspaceContext')
  return workspace
}

export function isAccount(known: Account | Problem | undefined): known is Account {
  return known !== undefined && 'email' in known
}

/** Reads the user from Tenon and follows what the portal changes. */
export function useNewWorkspace(session: Session, tenon: Tenon): Workspace {
  const crm = useMemo(() => crmOf(tenon), [tenon])
  const [connections, setConnections] = useState<Connection[]>()
  const [problem, setProblem] = useState<Problem>()
  const [accounts, setAccounts] = useState<Record<string, Account | Problem>>({})

  const refresh = useCallback(() => setConnections(connectionsOf(tenon)), [tenon])

  const reload = useCallback(async () => {
    setProblem(undefined)
    try {
      await track('Read who the user is and what they have connected', { kind: 'getUser' }, () =>
        tenon.getUser(),
      )
      refresh()
    } catch (error) {
      setProblem(problemFrom(error))
    }
  }, [tenon, refresh])

  useEffect(() => {
    const stops = [
      tenon.subscribe('onIntegrationInstall', refresh),
      tenon.subscribe('onIntegrationUninstall', refresh),
      tenon.subscribe('onPortalClose', refresh),
      tenon.subscribe('onPortalClose', recoverFocus),
    ]
    void reload()
    return () => {
      for (const stop of stops) stop()
    }
  }, [tenon, refresh, reload])

  const wanted = connections?.map(({ id, status, dateUpdated }) => `${id} ${status} ${dateUpdated}`).join()
  useEffect(() => {
    for (const { id } of connections ?? []) {
      readAccount(tenon, id).then((account) => setAccounts((known) => ({ ...known, [id]: account })))
    }
  }, [tenon, wanted])

  async function opened(title: string, call: Call, open: () => Promise<unknown>) {
    try {
      await track(title, call, open)
      refresh()
    } catch (error) {
      notify(problemFrom(error).message)
    }
  }

  return {
    session,
    tenon,
    connections,
    integrations: tenon.integrations,
    problem,
    accounts,
    reload,
    connect(accountType) {
      const externalId = freeName(connectionsOf(tenon))
      const call = { kind: 'connect', accountType, externalId } as const
      return opened('Opened the Connect Portal', call, () => crm.connect(accountType, externalId))
    },
    manage: (connectionId) =>
      opened('Opened the portal for one account', { kind: 'manage', connectionId }, () =>
        tenon.connect('sandbox', { selectedCredentialId: connectionId }),
      ),
    async disconnect({ id, integrationId }) {
      try {
        const call = { kind: 'disconnect', connectionId: id, integrationId } as const
        await track('Disconnected an account', call, () => crm.disconnect(id))
        notify('Disconnected. Taskboard no longer sees this account.')
      } catch (error) {
        notify(problemFrom(error).message)
      }
      refresh()
      recoverFocus()
    },
  }
}

/** Our own name for the next connection: `crm-1`, or the first number that is not in use. */
function freeName(connections: Connection[]): string {
  const taken = new Set(connections.map(({ externalId }) => externalId))
  let number = 1
  while (taken.has(`crm-${number}`)) number++
  return `crm-${number}`
}

async function readAccount(tenon: Tenon, connectionId: string): Promise<Account | Problem> {
  try {
    const response = await tenon.request('sandbox', '/me', { selectedCredentialId: connectionId })
    return response.ok ? await response.json() : await problemOf(response)
  } catch (error) {
    return problemFrom(error)
  }
}
