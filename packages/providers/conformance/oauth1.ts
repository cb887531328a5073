import type { KindRow, RecordedCall, Text } from './row.ts'

/** How a request is signed, and with which token: none for the first leg. */
export interface OAuth1Signature {
  method: 'HMAC-SHA1' | 'HMAC-SHA256'
  /** @default the team's */
  consumer?: string
  token?: string
  /** `oauth_callback` or `oauth_verifier`, as the first two legs have them. */
  also?: 'oauth_callback' | 'oauth_verifier'
}

/** The Authorization header of RFC 5849 §3.5.1. Whether the signature is right, `packages/oauth` holds against oauthlib. */
export function signed({ method, consumer = 'client-1', token, also }: OAuth1Signature): {
  authorization: Text
} {
  const parts = [
    `(?=.*oauth_consumer_key="${consumer}")`,
    `(?=.*oauth_signature_method="${method}")`,
    '(?=.*oauth_timestamp="\\d+")(?=.*oauth_nonce="[^"]+")(?=.*oauth_signature="[^"]+")',
    token === undefined ? '(?!.*oauth_token=)' : `(?=.*oauth_token="${token}")`,
    also === undefined ? '' : `(?=.*${also}="[^"]+")`,
  ]
  return { authorization: new RegExp(`^OAuth ${parts.join('')}`) }
}

/** The legs that lead to a token, RFC 5849 §2, by HMAC-SHA1. @param more what the last reply has beside the token */
export function threeLegs(
  urls: { request: string; authorize: string; token: string },
  { params = {}, more = {} }: { params?: Record<string, Text>; more?: Record<string, string> },
): Required<Pick<KindRow, 'authorize' | 'callback' | 'tokens'>> {
  const method = 'HMAC-SHA1'
  const leg = (
    url: string,
    headers: { authorization: Text },
    reply: Record<string, string>,
  ): RecordedCall => ({
    request: { method: 'POST', url, headers },
    reply: { text: new URLSearchParams(reply).toString() },
  })
  const temporary = {
    oauth_token: 'temporary-1',
    oauth_token_secret: 's-1',
    oauth_callback_confirmed: 'true',
  }
  const granted = { oauth_token: 'at-1', oauth_token_secret: 's-2', ...more }
  return {
    authorize: { url: urls.authorize, params: { oauth_token: 'temporary-1', ...params } },
    callback: { oauth_token: 'temporary-1', oauth_verifier: 'verifier-1' },
    tokens: [
      leg(urls.request, signed({ method, also: 'oauth_callback' }), temporary),
      leg(urls.token, signed({ method, token: 'temporary-1', also: 'oauth_verifier' }), granted),
    ],
  }
}
