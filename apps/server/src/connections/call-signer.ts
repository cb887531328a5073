import { AppError, fill, hasValues, type Signing, type TemplateValues } from '@tenon/core'
import { awsSigner, type OAuth1Signing, OAuthError, oauth1SignerOf } from '@tenon/oauth'
import { isForm } from '../proxy/body.ts'
import { headerOf } from '../proxy/headers.ts'
import type { CallSigner, OutgoingCall } from '../proxy/signer.ts'

/**
 * How a page's description signs calls, its templates filled.
 *
 * @throws AppError `invalid_request` for a slot without a value; for a private key that cannot be read
 * `invalid_credentials`, or `client_rejected` when it is the team's
 */
export function callSigner(signing: Signing, values: TemplateValues): CallSigner {
  return signing.scheme === 'oauth1' ? oauth1(signing, values) : sigv4(signing, values)
}

/** RFC 5849 §3.4.1.3.1: of bodies only forms are signed. */
function oauth1(signing: OAuth1Signing, values: TemplateValues): CallSigner {
  const sign = signerWithKey(signing, values)
  return {
    covers: 'forms',
    async sign({ method, url, headers, body }, moment) {
      const isSigned = body !== undefined && isForm(headerOf(headers, 'content-type'))
      const form = isSigned ? Buffer.from(body).toString('latin1') : undefined
      return [['authorization', sign({ method, url, form }, moment)]]
    },
  }
}

function signerWithKey(signing: OAuth1Signing, values: TemplateValues) {
  try {
    return oauth1SignerOf(signing, values)
  } catch (cause) {
    if (!(cause instanceof OAuthError)) throw cause
    const isTeams = /\{\{\s*client\./.test(signing.consumerSecret)
    const message = 'The private key that signs calls cannot be read: it must be an RSA key, PKCS #8, PEM'
    throw new AppError(isTeams ? 'client_rejected' : 'invalid_credentials', message, { cause })
  }
}

/** Made by the signer. A caller's own would be for another signature. */
const OF_SIGV4 = new Set(['x-amz-date', 'x-amz-content-sha256', 'x-amz-security-token'])

function sigv4(signing: Extract<Signing, { scheme: 'sigv4' }>, values: TemplateValues): CallSigner {
  const { service, region, accessKeyId, secretAccessKey, sessionToken } = signing
  const isTemporary = sessionToken !== undefined && hasValues(sessionToken, values)
  const sign = awsSigner({
    service: fill(service, values),
    region: fill(region, values),
    accessKeyId: fill(accessKeyId, values),
    secretAccessKey: fill(secretAccessKey, values),
    ...(isTemporary && { sessionToken: fill(sessionToken, values) }),
  })
  return {
    covers: 'bodies',
    async sign(call, { now }) {
      const { method, url, body } = call
      return Object.entries(await sign({ method, url, headers: headersToSign(call), body }, now))
    },
  }
}

/** What AWS wants signed; other headers may still change on their way. Of a repeated name all values, in order. */
function headersToSign({ headers }: OutgoingCall): Record<string, string> {
  const wanted: Record<string, string> = {}
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const [name = '', value = ''] = [headers[i]?.toLowerCase(), headers[i + 1]]
    if (name !== 'content-type' && !(name.startsWith('x-amz-') && !OF_SIGV4.has(name))) continue
    wanted[name] = wanted[name] === undefined ? value : `${wanted[name]},${value}`
  }
  return wanted
}
