import { percentEncode } from '../percent-encode.ts'
import { normalizeParameters, type Parameter, parseParameters } from './parameters.ts'

/** A call as it goes out, without the signature that it is about to get. */
export interface SignableCall {
  method: string
  /** Absolute; path and query as they stand in the request line, byte for byte. */
  url: string
  /** The body, if it is a form. */
  form?: string | undefined
}

/** Scheme and authority, path, query. */
const URL_PARTS = /^([a-z][a-z\d+.-]*:\/\/[^/?#]*)([^?#]*)(?:\?([^#]*))?/i

/**
 * RFC 5849 §3.4.1.1.
 *
 * @param oauth the protocol's own parameters, without realm and signature
 * @throws TypeError if the URL is not absolute
 */
export function signatureBaseString(call: SignableCall, oauth: readonly Parameter[]): string {
  const { uri, query } = splitUrl(call.url)
  const parameters = [...parseParameters(query), ...parseParameters(call.form ?? ''), ...oauth]
  const parts = [call.method.toUpperCase(), uri, normalizeParameters(parameters)]
  return parts.map(percentEncode).join('&')
}

/** RFC 5849 §3.4.1.2. The path stays as sent: a parser would change `"` or `|` in it. */
function splitUrl(url: string): { uri: string; query: string } {
  const [, authority, path, query = ''] = URL_PARTS.exec(url) ?? []
  if (authority === undefined) throw new TypeError('only an absolute URL can be signed')
  // lower case, and no port if it is the scheme's own
  return { uri: new URL(authority).origin + (path || '/'), query }
}
