import {
  ANY,
  CLIENT,
  CODE,
  type ExpectedRequest,
  type RecordedCall,
  type RecordedReply,
  type Text,
} from './row.ts'

/** How a token endpoint wants its client and its parameters, by the vendor's documentation. */
interface TokenEndpoint {
  url: string
  client: 'basic' | 'body' | 'none'
  /** @default form */
  as?: 'form' | 'json'
  /** Parameters beyond the standard's. */
  also?: Record<string, Text>
  query?: Record<string, Text>
  headers?: ExpectedRequest['headers']
  /** @default the team's */
  owner?: typeof CLIENT
}

/** The code is exchanged for tokens, RFC 6749 §4.1.3. @param pkce the verifier travels too */
export function redeems(endpoint: TokenEndpoint & { pkce?: boolean }, reply: RecordedReply): RecordedCall {
  const parameters: Record<string, Text> = {
    grant_type: 'authorization_code',
    code: CODE,
    redirect_uri: ANY,
    ...(endpoint.pkce && { code_verifier: ANY }),
  }
  return { request: tokenRequest(endpoint, parameters), reply }
}

/** The access token is renewed, RFC 6749 §6. */
export function renews(endpoint: TokenEndpoint, reply: RecordedReply): RecordedCall {
  return {
    request: tokenRequest(endpoint, { grant_type: 'refresh_token', refresh_token: 'rt-1' }),
    reply,
  }
}

/** A client is granted a token for itself, RFC 6749 §4.4.2. */
export function grantsClient(endpoint: TokenEndpoint, reply: RecordedReply): RecordedCall {
  return { request: tokenRequest(endpoint, { grant_type: 'client_credentials' }), reply }
}

function tokenRequest(
  { url, client, as = 'form', also = {}, query = {}, headers = {}, owner = CLIENT }: TokenEndpoint,
  parameters: Record<string, Text>,
): ExpectedRequest {
  const identity =
    client === 'body'
      ? { client_id: owner.id, client_secret: owner.secret }
      : client === 'none'
        ? { client_id: owner.id }
        : {}
  return {
    method: 'POST',
    url,
    query,
    headers,
    ...(client === 'basic' && { basic: [owner.id, owner.secret] as [string, string] }),
    [as]: { ...parameters, ...identity, ...also },
  }
}

/** A bearer token, RFC 6750 §2.1. */
export function bearer(token = 'at-1'): { authorization: string } {
  return { authorization: `Bearer ${token}` }
}

/** An OpenID Connect ID token for the team's client, as the token endpoint at `issuer` adds one. It is not signed in earnest. */
export function idToken(issuer: string, claims: { sub: string; [claim: string]: unknown }): string {
  const iat = Math.floor(Date.now() / 1000)
  const payload = { iss: issuer, aud: CLIENT.id, iat, exp: iat + 3600, ...claims }
  const parts = [{ alg: 'RS256', kid: 'key-1', typ: 'JWT' }, payload]
  return [...parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')), 'c2lnbmVk'].join(
    '.',
  )
}
