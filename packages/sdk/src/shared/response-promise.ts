import { parseJson, TenonError } from './errors.ts'

/** Resolves to the Response; its shortcuts read the body: `await tenon.request(…).json()`. */
export interface ResponsePromise extends Promise<Response> {
  /** `undefined` when the body is empty. */
  json<T = unknown>(): Promise<T>
  text(): Promise<string>
  blob(): Promise<Blob>
  arrayBuffer(): Promise<ArrayBuffer>
  formData(): Promise<FormData>
}

export function responsePromise(start: () => Promise<Response>): ResponsePromise {
  const response = start()
  return Object.assign(response, {
    json: async <T>() => {
      const text = await (await response).text()
      return (text ? JSON.parse(text) : undefined) as T
    },
    text: async () => (await response).text(),
    blob: async () => (await response).blob(),
    arrayBuffer: async () => (await response).arrayBuffer(),
    formData: async () => (await response).formData(),
  })
}

/** The provider's failure as an error, for those who ask for one. `meta.body` holds its answer, parsed if JSON. */
export async function providerError(response: Response): Promise<TenonError> {
  const text = await response.text()
  return new TenonError(
    'provider_error',
    `The provider answered ${response.status} ${response.statusText}`.trim(),
    {
      status: response.status,
      meta: { body: parseJson(text) ?? text },
    },
  )
}
