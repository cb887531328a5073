import { AppError } from '@tenon/core'
import type { Services } from '../context.ts'
import { previousSecretPlace, secretPlace } from './secret.ts'
import type { DeliveryRow, EndpointRow } from './store.ts'

/** Standard Webhooks advises 15 to 30 s. */
const TIMEOUT_MS = 15_000
const EXCERPT_BYTES = 1_024

/** What came of an attempt. Either there is a status, or an error says why there is none. */
export interface Answer {
  status: number | null
  /** The first KiB of the answer's body, as text. */
  excerpt: string | null
  /** The code of the failure. */
  error: string | null
}

/** Sends a delivery through the outbound guard. A redirect is an answer that is not followed. */
export async function send(
  services: Services,
  endpoint: EndpointRow,
  delivery: DeliveryRow,
): Promise<Answer> {
  const { body, id } = delivery
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Tenon-Webhooks',
    ...(await signed(services, endpoint, { id, body })),
  }
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const response = await services.outbound.fetch(endpoint.url, { method: 'POST', headers, body, signal })
    return { status: response.status, excerpt: await excerptOf(response), error: null }
  } catch (error) {
    if (error instanceof AppError) return { status: null, excerpt: null, error: error.code }
    if (error instanceof DOMException && error.name === 'TimeoutError')
      return { status: null, excerpt: null, error: 'upstream_timeout' }
    throw error
  }
}

/** Standard Webhooks' headers: one signature for each secret that is valid now. */
async function signed(
  { vault, now }: Pick<Services, 'vault' | 'now'>,
  { id: endpointId, secret, previousSecret, previousSecretUntil }: EndpointRow,
  { id, body }: Pick<DeliveryRow, 'id' | 'body'>,
): Promise<Record<string, string>> {
  const { Webhook } = await import('standardwebhooks')
  const at = now()
  const secrets = [vault.openText(secret, secretPlace(endpointId))]
  if (previousSecret && previousSecretUntil && at < previousSecretUntil)
    secrets.push(vault.openText(previousSecret, previousSecretPlace(endpointId)))
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': secrets.map((text) => new Webhook(text).sign(id, at, body)).join(' '),
  }
}

/** As much of the body as is kept; the rest is not read. */
async function excerptOf({ body }: Response): Promise<string> {
  if (!body) return ''
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    while (bytes < EXCERPT_BYTES) {
      const { done, value } = await reader.read()
      if (done) break
      chunks.push(value)
      bytes += value.byteLength
    }
  } catch {
    // the status counts; what there is of the body is kept
  }
  await reader.cancel().catch(() => {})
  // PostgreSQL keeps no zero character.
  return Buffer.concat(chunks).subarray(0, EXCERPT_BYTES).toString('utf8').replaceAll('\0', '')
}
