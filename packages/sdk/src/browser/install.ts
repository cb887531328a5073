import type { ConnectApi } from '../shared/connect-api.ts'
import { getAnyConnection, getConnection } from '../shared/connections.ts'
import { findIntegration } from '../shared/user-api.ts'
import type { Connection, Integration } from '../shared/wire.ts'
import { authorize } from './authorize.ts'
import { type Events, installEvent } from './events.ts'
import { type InstallOptions, planInstall, rejectMisuse, wireOptions } from './install-plan.ts'
import { openPopup } from './popup.ts'
import type { Session } from './session.ts'

export interface Installer {
  /** Connects without the portal. */
  install(slug: string, options?: InstallOptions): Promise<Connection>
  /** Connects an account through a window that is already open. */
  authorizeIn(popup: Window, integration: Integration, options: InstallOptions): Promise<Connection>
  /** Saves what the user entered: as a new connection, or as what a pending one still lacked. */
  submit(integration: Integration, payload: unknown, options: SubmitOptions): Promise<Connection>
  completeSetup(connectionId: string, payload: unknown, signal?: AbortSignal): Promise<Connection>
}

interface SubmitOptions {
  installOptions: Record<string, unknown>
  connectionId?: string | undefined
  signal?: AbortSignal | undefined
}

interface Parts {
  api: ConnectApi
  session: Session
  events: Events
}

export function createInstaller({ api, session, events }: Parts): Installer {
  async function finish(
    integration: Integration,
    connectionId: string,
    signal?: AbortSignal,
  ): Promise<Connection> {
    const user = await session.reloadUser({ signal })
    const connection = getConnection(user.integrations[integration.slug], integration.slug, connectionId)
    if (connection.status === 'VALID') {
      events.emit('onIntegrationInstall', installEvent(integration, connection), user)
    }
    return connection
  }

  async function authorizeIn(
    popup: Window,
    integration: Integration,
    options: InstallOptions,
  ): Promise<Connection> {
    const { inputs = {}, overrideRedirectUrl, oauthTimeoutMs, signal } = options
    const connectionId = await authorize(api, popup, {
      integration,
      inputs,
      installOptions: wireOptions(options),
      overrideRedirectUrl,
      oauthTimeoutMs,
      signal,
    })
    return finish(integration, connectionId, signal)
  }

  async function submit(
    integration: Integration,
    payload: unknown,
    options: SubmitOptions,
  ): Promise<Connection> {
    const { installOptions, connectionId, signal } = options
    const path = `${api.project}/sdk/credentials${connectionId ? `/${connectionId}/complete-setup` : ''}`
    const body = { integrationId: integration.id, config: {}, payload, installOptions }
    const saved = await api.call<Connection>(path, { method: 'POST', body, signal })
    return finish(integration, saved.id, signal)
  }

  return {
    authorizeIn,
    submit,

    async install(slug, options = {}) {
      rejectMisuse(options)
      options.signal?.throwIfAborted()
      const known = session.loaded && planInstall(session.loaded, slug, options)
      // not knowing the integration yet, a window is opened in case: later the browser would not let us
      const mayNeedPopup = known ? known.by === 'popup' : options.inputs === undefined
      const popup = mayNeedPopup ? openPopup() : undefined
      try {
        const plan = planInstall(await session.ensure(options), slug, options)
        if (plan.by === 'completing') return plan.connection
        if (plan.by === 'popup')
          return await authorizeIn(popup ?? openPopup(), plan.integration, plan.options)
        const { inputs = {}, signal } = options
        return await submit(plan.integration, inputs, { installOptions: wireOptions(plan.options), signal })
      } finally {
        popup?.close()
      }
    },

    async completeSetup(connectionId, payload, signal) {
      const { user, integrations } = await session.ensure({ signal })
      const { slug, connection } = getAnyConnection(user, connectionId)
      const integration = findIntegration(integrations, slug)
      return submit(integration, payload, { installOptions: {}, connectionId: connection.id, signal })
    },
  }
}
