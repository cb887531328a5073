import type { UpstreamAccess } from './access.ts'
import { CallerBody } from './body.ts'
import { forOtherBody, headerOf, withHeaders } from './headers.ts'
import { placeInBody } from './placed-body.ts'

/** What of a call goes up, beside method and URL. */
export interface Outgoing {
  /** Names and values in turn. */
  headers: string[]
  body: CallerBody | Buffer | null
}

/** With the credential's fields in the body, where it travels there. */
export function withCredentialInBody(
  { body: fields }: UpstreamAccess,
  method: string,
  { headers, body }: Outgoing,
): Outgoing {
  const isReadable = !(body instanceof CallerBody) && headerOf(headers, 'content-encoding') === undefined
  if (!fields || !isReadable) return { headers, body }
  const placed = placeInBody(fields, { method, type: headerOf(headers, 'content-type'), body })
  return placed ? { headers: forOtherBody(headers, placed.type), body: placed.body } : { headers, body }
}

/** With the headers that sign the call, where calls are signed. */
export async function signed(
  { signer }: UpstreamAccess,
  { method, url, now }: { method: string; url: string; now: Date },
  { headers, body }: Outgoing,
): Promise<Outgoing> {
  if (!signer) return { headers, body }
  const bytes = body instanceof CallerBody || body === null ? undefined : body
  const signature = await signer.sign({ method, url, headers, body: bytes }, { now })
  return { headers: withHeaders(headers, signature), body }
}
