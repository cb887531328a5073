import { asTenonError, parseJson, readError } from '../shared/errors.ts'

export interface TeamRequestOptions {
  signal?: AbortSignal | undefined
}

/** The Team API, which can do what the dashboard can, authorised by an API key. */
export interface TeamApi {
  /**
   * @param path below `/api/v1`
   * @param body sent as JSON
   * @returns the parsed answer, `undefined` for an empty one
   */
  request<T = unknown>(method: string, path: string, body?: unknown, options?: TeamRequestOptions): Promise<T>
}

export function teamApi(host: string, apiKey: string | undefined, fetch: typeof globalThis.fetch): TeamApi {
  return {
    async request<T>(method: string, path: string, body?: unknown, options: TeamRequestOptions = {}) {
      if (!apiKey) throw new TypeError('Pass apiKey to createTenonServer() to call the Team API')
      const headers: Record<string, string> = {
        Accept: 'application/json',
        Authorization: `Bearer ${apiKey}`,
      }
      const init: RequestInit = { method, headers, signal: options.signal ?? null }
      if (body !== undefined) {
        headers['Content-Type'] = 'application/json'
        init.body = JSON.stringify(body)
      }
      const response = await answer(() => fetch(`${host}/api/v1${path}`, init), options)
      if (!response.ok) throw await readError(response)
      return parseJson(await answer(() => response.text(), options)) as T
    },
  }
}

async function answer<T>(ask: () => Promise<T>, { signal }: TeamRequestOptions): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    throw signal?.aborted ? signal.reason : asTenonError(error, 'network_error')
  }
}
