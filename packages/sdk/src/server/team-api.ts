import { asTenonError, parseJson, readError } from '../shared/errors.ts'
import type {
  ConnectionQuery,
  Page,
  TeamConnection,
  TeamImportReport,
  TeamImportRow,
  TeamIntegration,
  TeamIntegrationSettings,
  TeamProject,
  TeamSigningKey,
  TeamUser,
  UserQuery,
} from './team-types.ts'

export interface TeamRequestOptions {
  signal?: AbortSignal | undefined
}

type Ask = <T = unknown>(
  method: string,
  path: string,
  body?: unknown,
  options?: TeamRequestOptions,
) => Promise<T>

/** The Team API of the project that the API key belongs to. Ids are Tenon's, as its lists tell them. */
export interface TeamApi {
  /**
   * Calls what has no method here.
   *
   * @param path below `/api/v1`
   * @param body sent as JSON
   * @returns the parsed answer, `undefined` for an empty one
   */
  request: Ask

  getProject(): Promise<TeamProject>
  updateProject(
    changes: Partial<Pick<TeamProject, 'allowedOrigins' | 'wrapsRestAnswers'>>,
  ): Promise<TeamProject>

  /** Revoked ones too. */
  listSigningKeys(): Promise<TeamSigningKey[]>
  /** The private key is told this once. */
  generateSigningKey(input: {
    name: string
    bits?: 2048 | 4096
  }): Promise<TeamSigningKey & { privateKey: string }>
  uploadSigningKey(input: { name: string; publicKey: string }): Promise<TeamSigningKey>
  /** User tokens that it signed are refused from now on. */
  revokeSigningKey(id: string): Promise<TeamSigningKey>

  /** Those switched off too. */
  listIntegrations(): Promise<TeamIntegration[]>
  getIntegration(slug: string): Promise<TeamIntegration>
  /** Switches a provider on, or changes its settings. */
  switchOnIntegration(slug: string, settings: TeamIntegrationSettings): Promise<TeamIntegration>
  switchOffIntegration(slug: string): Promise<TeamIntegration>

  listUsers(query?: UserQuery): Promise<Page<TeamUser>>
  getUser(id: string): Promise<TeamUser>
  /** Disconnects all that the user has connected first. */
  deleteUser(id: string): Promise<void>
  listConnections(query?: ConnectionQuery): Promise<Page<TeamConnection>>
  getConnection(id: string): Promise<TeamConnection>
  disconnect(id: string): Promise<void>
  /** Brings users and their credentials along from another system: up to 1,000 rows, each judged on its own. */
  importConnections(
    rows: TeamImportRow[],
    options?: { isDryRun?: boolean; replaces?: boolean; checks?: boolean },
  ): Promise<TeamImportReport>
}

export function teamApi(host: string, apiKey: string | undefined, fetch: typeof globalThis.fetch): TeamApi {
  const request: Ask = async <T>(
    method: string,
    path: string,
    body?: unknown,
    options: TeamRequestOptions = {},
  ) => {
    if (!apiKey) throw new TypeError('Pass apiKey to createTenonServer() to call the Team API')
    const headers: Record<string, string> = { Accept: 'application/json', Authorization: `Bearer ${apiKey}` }
    const init: RequestInit = { method, headers, signal: options.signal ?? null }
    if (body !== undefined) {
      headers['Content-Type'] = 'application/json'
      init.body = JSON.stringify(body)
    }
    try {
      const response = await fetch(`${host}/api/v1${path}`, init)
      if (!response.ok) throw await readError(response)
      return parseJson(await response.text()) as T
    } catch (error) {
      throw options.signal?.aborted ? options.signal.reason : asTenonError(error, 'network_error')
    }
  }
  const items = async <T>(path: string) => (await request<{ items: T[] }>('GET', path)).items

  return {
    request,
    getProject: () => request('GET', '/project'),
    updateProject: (changes) => request('PATCH', '/project', changes),
    listSigningKeys: () => items('/signing-keys'),
    generateSigningKey: (input) => request('POST', '/signing-keys/generate', input),
    uploadSigningKey: (input) => request('POST', '/signing-keys', input),
    revokeSigningKey: (id) => request('POST', path`/signing-keys/${id}/revoke`),
    listIntegrations: () => items('/integrations'),
    getIntegration: (slug) => request('GET', path`/integrations/${slug}`),
    switchOnIntegration: (slug, settings) => request('PUT', path`/integrations/${slug}`, settings),
    switchOffIntegration: (slug) => request('POST', path`/integrations/${slug}/switch-off`),
    listUsers: (query = {}) => request('GET', `/users${search(query)}`),
    getUser: (id) => request('GET', path`/users/${id}`),
    deleteUser: (id) => request('DELETE', path`/users/${id}`),
    listConnections: (query = {}) => request('GET', `/connections${search(query)}`),
    getConnection: (id) => request('GET', path`/connections/${id}`),
    disconnect: (id) => request('DELETE', path`/connections/${id}`),
    importConnections: (rows, options = {}) => request('POST', '/connections/import', { rows, ...options }),
  }
}

/** A value can fill only its own segment. */
function path(texts: TemplateStringsArray, ...values: string[]): string {
  return String.raw({ raw: texts }, ...values.map(encodeURIComponent))
}

function search(query: object): string {
  const given = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) given.set(name, String(value))
  const text = given.toString()
  return text && `?${text}`
}
