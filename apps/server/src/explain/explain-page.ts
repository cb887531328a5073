import { generateKeyPairSync } from 'node:crypto'
import type { TemplateValues } from '@tenon/core'
import {
  authorizationCodeGrant,
  authorizationRequest,
  revokeToken,
  temporaryCredentials,
  tokenCredentials,
  userAuthorizationUrl,
} from '@tenon/oauth'
import { type AuthKind, appAssembly, clientOwner, defaultScopes, type Provider } from '@tenon/providers'
import { upstreamAccess } from '../connections/access.ts'
import { callApi } from '../connections/call-api.ts'
import { isGrant, requestGrant } from '../connections/grant.ts'
import { renew, renewedWith } from '../connections/renew.ts'
import { upstreamTarget } from '../proxy/rewrite.ts'
import { type CapturedRequest, capture } from './captured-requests.ts'
import { EXAMPLE, exampleValues } from './example-values.ts'

/** A step of a connection's life with the requests that it sends; none when it sends nothing. */
interface Step {
  title: string
  requests: CapturedRequest[]
  notes: string[]
}

export interface ExplainedKind {
  id: string
  label: string
  type: AuthKind['type']
  steps: Step[]
}

const REDIRECT_URI = 'REDIRECT_URI'
const NO_CLIENT = { id: '', secret: undefined }
const now = () => new Date()

/** What a page means: for each kind of authorisation the requests that it leads to, as they would be sent. */
export async function explainKind(provider: Provider, auth: AuthKind): Promise<ExplainedKind> {
  const values = exampleValues(provider, auth)
  const steps = [
    ...asked(auth),
    ...(await obtained(provider, auth, values)),
    ...(await called(provider, auth, values)),
    ...kept(auth),
    proxied(provider, auth, values),
    ...(await renewed(provider, auth, values)),
    ...(await revoked(auth, values)),
  ]
  return { id: auth.id, label: auth.label, type: auth.type, steps }
}

const clientNotes = {
  team: 'with the team’s OAuth client',
  user: 'with an OAuth client that each user enters',
  nobody: 'without an OAuth client',
}

function asked({ inputs, help }: AuthKind): Step[] {
  if (inputs.length === 0) return []
  const fields = inputs.map(({ id, title, type, required }) => {
    const marks = [type === 'PASSWORD' && 'hidden', required === false && 'optional'].filter(Boolean)
    return `{{inputs.${id}}}  "${title}"${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`
  })
  return [step('The user enters', [], [...fields, ...(help ? [`help: ${help.text} ${help.url}`] : [])])]
}

async function obtained(provider: Provider, auth: AuthKind, values: TemplateValues): Promise<Step[]> {
  const scopes = defaultScopes(auth)
  const client = clientOwner(auth) === 'nobody' ? NO_CLIENT : EXAMPLE.client
  if (auth.type === 'oauth2') {
    // a signed callback is the provider's to make
    const server = { ...auth.server, callbackSignature: undefined }
    const { state, codeVerifier, code } = EXAMPLE
    const { url } = authorizationRequest({
      server,
      clientId: client.id,
      redirectUri: REDIRECT_URI,
      scopes,
      state,
      ...(server.pkce && { codeVerifier }),
      values,
    })
    const input = { callback: { code, state }, state, redirectUri: REDIRECT_URI, codeVerifier }
    const requests = await capture(
      (fetch) => authorizationCodeGrant({ server, client, values }, input, { fetch, now }),
      server.exchange ? [{ access_token: EXAMPLE.accessToken, token_type: 'bearer' }] : [],
    )
    return [
      step(`The user is sent to the provider, ${clientNotes[clientOwner(auth)]}`, [visit(url)]),
      step('The code is exchanged for tokens', requests),
    ]
  }
  if (auth.type === 'oauth1') return threeLegs(auth, scopes, values)
  const module = appAssembly(provider, withExampleKey(auth), scopes).find(isGrant)
  if (!module) return []
  const requests = await capture((fetch) => requestGrant(module, { client, values, context: { fetch, now } }))
  return [
    step(`A token is asked for, ${clientNotes[clientOwner(auth)]}`, requests, requests.flatMap(claimsNote)),
  ]
}

/** OAuth 1.0a, RFC 5849 §2; where the provider posts to us, the second leg is its administrator's. */
async function threeLegs(
  { server, signing }: Extract<AuthKind, { type: 'oauth1' }>,
  scopes: readonly string[],
  values: TemplateValues,
): Promise<Step[]> {
  if (signing.scheme !== 'oauth1') return []
  const registration = { server, signing, values }
  const isPosted = server.flow === 'posted'
  const callback = isPosted ? {} : { callbackUrl: `${REDIRECT_URI}?state=${EXAMPLE.state}` }
  const temporary = { token: 'TEMPORARY_TOKEN', tokenSecret: 'TEMPORARY_SECRET' }
  const asked = await capture((fetch) => temporaryCredentials(registration, callback, { fetch, now }))
  const bought = await capture((fetch) =>
    tokenCredentials(registration, { temporary, verifier: 'VERIFIER' }, { fetch, now }),
  )
  const second = isPosted
    ? step('First the provider’s administrator activates us: it posts consumer and verifier to our page', [])
    : step('The user is sent to the provider', [
        visit(userAuthorizationUrl(registration, { token: temporary.token, scopes })),
      ])
  const first = step('Temporary credentials are asked for', asked)
  return [...(isPosted ? [second, first] : [first, second]), step('They are exchanged for a token', bought)]
}

/** What an assertion says, which nobody can read in its encoding. */
function claimsNote({ body = '' }: CapturedRequest): string[] {
  const [, claims = ''] = (new URLSearchParams(body).get('assertion') ?? '').split('.')
  return claims === '' ? [] : [`the assertion says ${Buffer.from(claims, 'base64url')}`]
}

/** A key that signs: the requests are made in earnest, though not sent. */
function withExampleKey(auth: AuthKind): AuthKind {
  if (auth.type !== 'jwt_bearer') return auth
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  return { ...auth, assertion: { ...auth.assertion, key: privateKey } }
}

async function called(provider: Provider, auth: AuthKind, values: TemplateValues): Promise<Step[]> {
  const modules = appAssembly(provider, auth)
  const steps: Step[] = []
  for (const module of modules) {
    if (module.module === 'choose')
      steps.push(
        step(
          `The user chooses: ${module.title}`,
          [],
          [
            `from ${module.itemsPath === '' ? 'all' : `"${module.itemsPath}"`} of the answer "${module.answer}"`,
          ],
        ),
      )
    if (module.module !== 'request') continue
    const { name, url, method, headers, body } = module
    const requests = await capture((fetch) =>
      callApi({ provider, auth, values, url, method, headers, json: body, fetch: fetch as never, now }),
    )
    steps.push(step(name === 'test' ? 'The credentials are tested' : `"${name}" is asked`, requests))
  }
  return steps
}

function kept(auth: AuthKind): Step[] {
  const metadata = Object.entries(auth.metadata).map(
    ([name, { from, answer, path }]) =>
      `{{metadata.${name}}} from ${answer ? `the answer "${answer}"` : `the ${from}`}: ${path}`,
  )
  return metadata.length > 0 ? [step('Kept beside the credential', [], metadata)] : []
}

function proxied(provider: Provider, auth: AuthKind, values: TemplateValues): Step {
  const access = upstreamAccess(provider, { ...auth, signing: undefined } as AuthKind, values)
  const { origin, path } = upstreamTarget(access, 'PATH')
  const headers = Object.fromEntries([...(access.defaultHeaders ?? []), ...access.headers])
  const notes = [
    ...(auth.signing ? [`signed: ${auth.signing.scheme}`] : []),
    ...(access.body ?? []).map(([name, value]) => `in the body: ${name} = ${value}`),
    ...access.allowedHosts.map((host) => `absolute URLs may go to ${host} too`),
  ]
  return step('The product’s calls', [{ method: 'ANY', url: origin + path, headers, body: undefined }], notes)
}

async function renewed(provider: Provider, auth: AuthKind, values: TemplateValues): Promise<Step[]> {
  const means = renewedWith(auth)
  if (means === undefined) return []
  if (means === 'grant') return [step('When the token expires, another is asked for in the same way', [])]
  const { accessToken, refreshToken, client } = EXAMPLE
  const credential = { inputs: {}, token: { accessToken, refreshToken } }
  const scopes = defaultScopes(auth)
  const requests = await capture((fetch) =>
    renew({ provider, auth, scopes, credential, client, values }, { fetch, now }),
  )
  const refresh = auth.type === 'oauth2' ? auth.server.refresh : undefined
  const notes = [
    ...(refresh?.rotates ? ['the old refresh token dies: never sent twice'] : []),
    ...(refresh?.unusedLifetimeMs
      ? [`unused, it dies after ${refresh.unusedLifetimeMs / 86_400_000} days: renewed before`]
      : []),
  ]
  return [step('The access token is renewed', requests, notes)]
}

async function revoked(auth: AuthKind, values: TemplateValues): Promise<Step[]> {
  if (auth.type !== 'oauth2' || !auth.server.revocation) return []
  const { accessToken, refreshToken, client } = EXAMPLE
  const { server } = auth
  const requests = await capture((fetch) =>
    revokeToken({ server, client, values }, { accessToken, refreshToken }, { fetch, now }),
  )
  return [step('Disconnecting revokes', requests)]
}

function visit(url: string): CapturedRequest {
  return { method: 'GET', url, headers: {}, body: undefined }
}

function step(title: string, requests: CapturedRequest[], notes: string[] = []): Step {
  return { title, requests, notes }
}
