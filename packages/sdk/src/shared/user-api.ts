import type { CallOptions, ConnectApi, ConnectionChoice } from './connect-api.ts'
import { TenonError } from './errors.ts'
import { proxyRequest, type RequestOptions, workflowRequest } from './proxy-request.ts'
import { providerError, type ResponsePromise, responsePromise } from './response-promise.ts'
import type {
  ConnectedUser,
  Integration,
  IntegrationAnswer,
  MeAnswer,
  Metadata,
  ProjectAnswer,
} from './wire.ts'

export type Abortable = Pick<CallOptions, 'signal'>

/** What both entries do as one user, beyond what needs a page. */
export interface UserApi {
  /**
   * Calls a provider's API with the user's connection. Resolves with the provider's own answer, whatever its status;
   * rejects with a TenonError when Tenon could not bring it.
   *
   * @example const { channels } = await tenon.request('slack', '/conversations.list').json()
   */
  request(integration: string, path: string, options?: RequestOptions): ResponsePromise
  /** Starts a workflow by its request trigger. Resolves with what its response step answers, if it has one. */
  workflow(workflowId: string, options?: Omit<RequestOptions, 'method'>): ResponsePromise
  /** Tells of something that happened in your product; starts the workflows that wait for it. */
  event(name: string, payload: Record<string, unknown>, options?: ConnectionChoice & Abortable): Promise<void>
}

export function userApi(api: ConnectApi): UserApi {
  function forward({ url, init }: { url: URL; init: RequestInit }, options: RequestOptions) {
    return api.forward(url, init).then(async (response) => {
      if (options.throwProviderErrors && !response.ok) throw await providerError(response)
      return response
    })
  }

  const base = api.host + api.project
  return {
    request: (integration, path, options = {}) =>
      responsePromise(async () => forward(proxyRequest(base, integration, path, options), options)),
    workflow: (workflowId, options = {}) =>
      responsePromise(async () => forward(workflowRequest(base, workflowId, options), options)),
    event: (name, payload, options) =>
      api.call(`/v2${api.project}/sdk/events/trigger`, {
        ...options,
        method: 'POST',
        body: { name, payload },
      }),
  }
}

export interface Me {
  user: ConnectedUser
  /** What the portal page is told of the project. */
  project: ProjectAnswer | undefined
}

export async function fetchMe(api: ConnectApi, options?: Abortable): Promise<Me> {
  const me = await api.call<MeAnswer | undefined>(`${api.project}/sdk/me`, options)
  if (!me?.integrations) throw notTenon(api)
  const integrations: ConnectedUser['integrations'] = {}
  for (const [slug, state] of Object.entries(me.integrations)) {
    const allConfigurations = state.allCredentials.flatMap((connection) => connection.configurations)
    integrations[slug] = { ...state, allConfigurations }
  }
  const { userId, meta = {}, resources = [], project } = me
  return { user: { authenticated: true, userId, meta, integrations, resources }, project }
}

export async function fetchIntegrations(api: ConnectApi, options?: Abortable): Promise<Integration[]> {
  const answer = await api.call<IntegrationAnswer[] | undefined>(`${api.project}/sdk/integrations`, options)
  if (!Array.isArray(answer)) throw notTenon(api)
  return answer.map((integration) => {
    const custom = integration.customIntegration
    const slug = custom?.slug ?? integration.type
    return { ...integration, slug, icon: custom?.icon ?? `${api.host}/integrations/${slug}.svg` }
  })
}

/** Merges into the user's metadata. The dashboard shows `Name` and `Email`, so those are spelled its way. */
export function patchMetadata(api: ConnectApi, metadata: Metadata, options?: Abortable): Promise<void> {
  return api.call(`${api.project}/sdk/me`, {
    ...options,
    method: 'PATCH',
    body: { meta: normalizeMetadata(metadata) },
  })
}

export function normalizeMetadata(metadata: Metadata): Metadata {
  const entries = Object.entries(metadata).map(([key, value]) => {
    const name = key.trim()
    return [/^(name|email)$/i.test(name) ? name[0]?.toUpperCase() + name.slice(1).toLowerCase() : name, value]
  })
  return Object.fromEntries(entries)
}

export function deleteConnection(
  api: ConnectApi,
  integrationId: string,
  connectionId: string,
  options?: Abortable,
): Promise<void> {
  return api.call(`${api.project}/sdk/integrations/${integrationId}`, {
    ...options,
    method: 'DELETE',
    selectedCredentialId: connectionId,
  })
}

/** By slug; `googleCalendar`, as Paragon writes it, finds `google-calendar`, as it does on the server. */
export function findIntegration(integrations: readonly Integration[], name: string): Integration {
  const bySlug = (slug: string) => integrations.find((integration) => integration.slug === slug)
  const found = bySlug(name) ?? bySlug(kebabCase(name))
  if (found?.isActive) return found
  const slugs = integrations.flatMap((integration) => (integration.isActive ? integration.slug : []))
  throw new TenonError(
    found ? 'not_configured' : 'not_found',
    `Integration "${name}" is not ${found ? 'switched on' : 'in this project'}: ${slugs.join(', ') || 'none'}`,
  )
}

function kebabCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase()
}

function notTenon(api: ConnectApi): TenonError {
  return new TenonError('unexpected_answer', `${api.host} does not answer like Tenon: check \`host\``)
}
