import { generateKeyPairSync } from 'node:crypto'
import { bearer, idToken, redeems, renews } from './recorded.ts'
import { ANY, type ExpectedRequest, type KindRow, type RecordedCall } from './row.ts'

const SCOPE = 'https://www.googleapis.com/auth'
const TOKEN_URL = 'https://oauth2.googleapis.com/token'
const client = { url: TOKEN_URL, client: 'body' } as const

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})

/** The key file of a service account, https://developers.google.com/identity/protocols/oauth2/service-account */
const SERVICE_ACCOUNT = {
  type: 'service_account',
  project_id: 'acme',
  private_key_id: 'key-1',
  private_key: privateKey,
  client_email: 'robot@acme.iam.gserviceaccount.com',
  client_id: '1034',
  auth_uri: 'https://accounts.google.com/o/oauth2/auth',
  token_uri: TOKEN_URL,
}

const identity = { sub: '1109', email: 'ada@acme.test', email_verified: true }
const userinfo: RecordedCall = {
  request: { url: 'https://openidconnect.googleapis.com/v1/userinfo', headers: bearer() },
  reply: { json: { ...identity, picture: 'https://lh3.googleusercontent.com/a/ada', hd: 'acme.test' } },
}
const refused = {
  reply: { status: 401, json: { error: 'invalid_request', error_description: 'Invalid Credentials' } },
  says: 'Invalid Credentials',
}

/** @param scopes below the address that Google's scopes have in common @param call of the product, without its token */
export function googleRows(
  scopes: string[],
  call: { path: string; request: ExpectedRequest },
): { oauth: KindRow; service_account: KindRow } {
  const scope = ['openid', ...['userinfo.email', ...scopes].map((name) => `${SCOPE}/${name}`)].join(' ')
  const reply = (token: string) => ({ access_token: token, expires_in: 3599, scope, token_type: 'Bearer' })
  const asserts = (token: string): RecordedCall => ({
    request: {
      url: TOKEN_URL,
      form: {
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion: { claims: { iss: SERVICE_ACCOUNT.client_email, aud: TOKEN_URL, scope } },
      },
    },
    reply: { json: { access_token: token, expires_in: 3599, token_type: 'Bearer' } },
  })
  const shared = {
    calls: [userinfo],
    account: { id: identity.sub, label: identity.email },
    proxied: { ...call, request: { ...call.request, headers: { ...call.request.headers, ...bearer() } } },
    refused,
  }
  return {
    oauth: {
      ...shared,
      authorize: {
        url: 'https://accounts.google.com/o/oauth2/v2/auth',
        params: {
          client_id: 'client-1',
          response_type: 'code',
          scope,
          access_type: 'offline',
          prompt: 'consent',
          code_challenge: ANY,
          code_challenge_method: 'S256',
        },
      },
      callback: { scope, authuser: '0', hd: 'acme.test', prompt: 'consent' },
      tokens: [
        redeems(
          { ...client, pkce: true },
          {
            json: {
              ...reply('at-1'),
              refresh_token: 'rt-1',
              id_token: idToken('https://accounts.google.com', identity),
            },
          },
        ),
      ],
      refresh: renews(client, { json: reply('at-2') }),
    },
    service_account: {
      ...shared,
      inputs: { service_account: JSON.stringify(SERVICE_ACCOUNT, null, 2) },
      tokens: [asserts('at-1')],
      refresh: asserts('at-2'),
    },
  }
}
