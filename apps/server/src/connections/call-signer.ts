import { fill, hasValues, type Signing, type TemplateValues } from '@tenon/core'
import { awsSigner, type OAuth1Signing, oauth1SignerOf } from '@tenon/oauth'
import { isForm } from '../proxy/body.ts'
import { headerOf } from '../proxy/headers.ts'
import type { CallSigner, OutgoingCall } from '../proxy/signer.ts'

/**
 * How a page's description signs calls, its templates filled.
 *
 * @throws OAuthError `invalid_client` for a private key that cannot be read
 * @throws AppError `invalid_request` for a slot without a value
 */
export function callSigner(signing: Signing, values: TemplateValues): CallSigner {
  return signing.scheme === 'oauth1' ? oauth1(signing, values) : sigv4(signing, values)
}

/** RFC 5849 §3.4.1.3.1: of bodies only forms are signed. */
function oauth1(signing: OAuth1Signing, values: TemplateValues): CallSigner {
  const sign = oauth1SignerOf(signing, values)
  return {
    covers: 'forms',
    async sign({ method, url, headers, body }, moment) {
      const isSigned = body !== undefined && isForm(headerOf(headers, 'content-type'))
      const form = isSigned ? Buffer.from(body).toString('latin1') : undefined
      return [['authorization', sign({ method, url, form }, moment)]]
    },
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
