import { OAuthError } from '../../oauth-error.ts'

/** A hundred times the largest token reply there is. */
const MAX_REPLY_BYTES = 1024 * 1024

/**
 * Reads a body as UTF-8 and stops reading one that is too large.
 *
 * @throws OAuthError `malformed_reply`
 */
export async function readText(body: AsyncIterable<Uint8Array> | null): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    if (size > MAX_REPLY_BYTES) throw new OAuthError('malformed_reply', { detail: 'it is larger than 1 MiB' })
    chunks.push(chunk)
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}
