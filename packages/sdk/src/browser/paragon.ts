import type { ConnectionChoice } from '../shared/connect-api.ts'
import { parseJson, TenonError } from '../shared/errors.ts'
import type { RequestOptions } from '../shared/proxy-request.ts'
import { providerError } from '../shared/response-promise.ts'
import { findIntegration } from '../shared/user-api.ts'
import type { ConnectedUser, Input, Integration, Metadata, Settings } from '../shared/wire.ts'
import { type InstallEvent, installEvent, type Listener, type TenonEventName } from './events.ts'
import type { InstallOptions } from './install-plan.ts'
import { type ConnectOptions, createTenon, type Tenon } from './tenon.ts'

export interface ParagonConnectParams extends ConnectOptions {
  onSuccess?: ConnectOptions['onInstall']
}

export interface ParagonInstallParams
  extends InstallOptions,
    Pick<ParagonConnectParams, 'onInstall' | 'onSuccess' | 'onError'> {
  /** Milliseconds. */
  oauthTimeout?: number
  showPortalAfterInstall?: boolean
}

export interface ParagonConfiguration {
  host: string
  /** Not in Paragon's SDK: asked for a new token when the one given to authenticate() expires. */
  getUserToken?: () => string | Promise<string>
}

type MethodName = {
  [Name in keyof Tenon]: Tenon[Name] extends (...parameters: never[]) => unknown ? Name : never
}[keyof Tenon]

/** The methods of Paragon's `paragon` object that a page usually calls, so that moving is a change of import. */
export type Paragon = ReturnType<typeof createParagon>

/** Does nothing until `configureGlobal()` and `authenticate()` are called. */
export function createParagon() {
  let configuration: ParagonConfiguration | undefined
  let tenon: Tenon | undefined
  const subscriptions = new Map<unknown, { subscribe: (tenon: Tenon) => () => void; stop?: () => void }>()

  function current(): Tenon {
    if (tenon) return tenon
    throw new TenonError('unauthenticated', 'Call paragon.authenticate() first')
  }

  function start(projectId: string, token: string): Tenon {
    if (!configuration) throw new TypeError('Call paragon.configureGlobal({ host }) first')
    const { host, getUserToken = () => token } = configuration
    let given: string | undefined = token
    const started = createTenon({
      host,
      projectId,
      container: '#paragon-connect-frame-container',
      getUserToken() {
        const first = given
        given = undefined
        return first ?? getUserToken()
      },
    })
    for (const subscription of subscriptions.values()) subscription.stop = subscription.subscribe(started)
    return started
  }

  /** The methods of the same names, of whichever user is signed in when they are called. */
  function delegate<Name extends MethodName>(...names: Name[]): Pick<Tenon, Name> {
    const call =
      (name: Name) =>
      (...parameters: never[]) =>
        (current()[name] as (...parameters: never[]) => unknown)(...parameters)
    return Object.fromEntries(names.map((name) => [name, call(name)])) as Pick<Tenon, Name>
  }

  const integration = (slug: string): Integration => findIntegration(current().integrations, slug)
  function unsubscribe<Name extends TenonEventName>(_event: Name, listener: Listener<Name>): boolean {
    subscriptions.get(listener)?.stop?.()
    return subscriptions.delete(listener)
  }

  async function connect(slug: string, params: ParagonConnectParams = {}): Promise<InstallEvent | undefined> {
    const connection = await current().connect(slug, {
      ...params,
      onInstall: params.onInstall ?? params.onSuccess,
    })
    return connection && installEvent(integration(slug), connection)
  }

  return {
    configureGlobal(next: ParagonConfiguration, environments: { ZEUS_PUBLIC_URL?: string } = {}): void {
      configuration = { ...next, host: environments.ZEUS_PUBLIC_URL ?? next.host }
    },

    async authenticate(
      projectId: string,
      token: string,
      options: { metadata?: Metadata } = {},
    ): Promise<void> {
      tenon?.destroy()
      tenon = start(projectId, token)
      await tenon.authenticate(options)
    },

    logout(): void {
      tenon?.destroy()
      tenon = undefined
    },

    getUser: (): ConnectedUser | { authenticated: false } => tenon?.user ?? { authenticated: false },
    connect,
    closePortal: () => tenon?.closePortal(),

    async installIntegration(slug: string, params: ParagonInstallParams = {}): Promise<InstallEvent> {
      const { onInstall = params.onSuccess, onError, oauthTimeout, showPortalAfterInstall } = params
      try {
        const connection = await current().installIntegration(slug, {
          oauthTimeoutMs: oauthTimeout,
          ...params,
        })
        const event = installEvent(integration(slug), connection)
        onInstall?.(event)
        if (showPortalAfterInstall) void connect(slug)
        return event
      } catch (error) {
        if (error instanceof TenonError) onError?.(error)
        throw error
      }
    },

    /** Resolves with the provider's parsed answer; rejects when it is not 2xx, its body in `response`. */
    async request<T = unknown>(slug: string, path: string, options: RequestOptions = {}): Promise<T> {
      const response = await current().request(slug, path, options)
      if (!response.ok) {
        const error = await providerError(response)
        throw Object.assign(error, { response: error.meta?.body })
      }
      const text = await response.text()
      return (parseJson(text) ?? (text || undefined)) as T
    },

    async workflow(workflowId: string, options?: RequestOptions): Promise<unknown> {
      return parseJson(await current().workflow(workflowId, options).text())
    },

    subscribe<Name extends TenonEventName>(event: Name, listener: Listener<Name>): () => boolean {
      const subscribe = (to: Tenon) => to.subscribe(event, listener)
      subscriptions.set(listener, { subscribe, ...(tenon && { stop: subscribe(tenon) }) })
      return () => unsubscribe(event, listener)
    },
    unsubscribe,

    getIntegrationId: (slug: string): string => integration(slug).id,

    getIntegrationMetadata() {
      const shown = current().integrations.filter(({ isActive }) => isActive)
      return shown.map(({ slug, name, icon, brandColor }) => ({ type: slug, name, icon, brandColor }))
    },

    getIntegrationConfig(slug: string) {
      const { configs, workflows, noPermissionWorkflows = [] } = integration(slug)
      const { description, overview, sharedMeta, workflowMeta = {} } = configs[0]?.values ?? {}
      const all = Object.values(workflowMeta).map((meta) => {
        const isHidden = meta.hidden || noPermissionWorkflows.includes(meta.id)
        return {
          isHidden,
          meta: { ...meta, description: workflows.find(({ id }) => id === meta.id)?.description },
        }
      })
      return {
        shortDescription: description,
        longDescription: overview,
        availableUserSettings: sharedMeta?.inputs as Input[] | undefined,
        availableWorkflows: all.flatMap(({ isHidden, meta }) => (isHidden ? [] : meta)),
        hiddenWorkflows: all.flatMap(({ isHidden, meta }) => (isHidden ? meta : [])),
      }
    },

    async updateIntegrationUserSettings(slug: string, changes: Settings, options?: ConnectionChoice) {
      const { errors } = await current().updateIntegrationUserSettings(slug, changes, options)
      return { userState: current().user, errors }
    },
    async updateWorkflowUserSettings(
      slug: string,
      id: string,
      changes: Settings,
      options?: ConnectionChoice,
    ) {
      const { errors } = await current().updateWorkflowUserSettings(slug, id, changes, options)
      return { userState: current().user, errors }
    },

    ...delegate(
      'event',
      'uninstallIntegration',
      'enableWorkflow',
      'disableWorkflow',
      'setUserMetadata',
      'connectAction',
      'getFieldOptions',
      'createConfiguration',
      'updateConfiguration',
      'destroyConfiguration',
    ),
  }
}
