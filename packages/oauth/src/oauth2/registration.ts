import type { OAuth2Server, TemplateValues, TokenServer } from '@tenon/core'
import { type ClientAuth, ClientSecretPost, None } from 'oauth4webapi'
import { signAssertion } from './assertion.ts'
import { checkedHeaders } from './checked-headers.ts'
import { fillKnown } from './token-request.ts'

/** An authorization server and who we are there. */
export interface Registration<Server extends TokenServer | OAuth2Server = TokenServer | OAuth2Server> {
  server: Server
  client: {
    /** Empty where the server knows no clients: what is granted is granted to the user's own credentials. */
    id: string
    /** Absent for a public client; the private key, PEM, where the client authenticates by it. */
    secret?: string | undefined
  }
  /** What fills the templates in the server's description. */
  values: TemplateValues
}

type ClientAuthMethod = TokenServer['clientAuth']
type Authentication = (registration: Registration, now: () => Date) => ClientAuth

const authentications: Record<ClientAuthMethod, Authentication> = {
  basic: (registration) => (_server, _client, _body, headers) => {
    headers.set('authorization', `Basic ${basicCredentials(registration)}`)
  },
  body: (registration) => ClientSecretPost(secretOf(registration)),
  // a server that knows no clients is not told of one
  none: ({ client }) => (client.id === '' ? () => {} : None()),
  private_key_jwt:
    (registration, now) =>
    async (server, { client_id }, body) => {
      body.set('client_id', client_id)
      body.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
      body.set(
        'client_assertion',
        await clientAssertion(registration, server.token_endpoint ?? server.issuer, now()),
      )
    },
}

/** RFC 7523 §3: issuer and subject are the client; the audience is the token endpoint. */
function clientAssertion(registration: Registration, audience: string, now: Date): Promise<string> {
  const { id } = registration.client
  return signAssertion({
    algorithm: 'RS256',
    key: secretOf(registration),
    issuer: id,
    subject: id,
    audience,
    lifetimeS: 60,
    claims: {},
    now,
  })
}

/** How the client proves itself, RFC 6749 §2.3.1. @throws TypeError when it has no secret and needs one */
export function clientAuthentication(
  registration: Registration,
  method: ClientAuthMethod,
  now: () => Date,
): ClientAuth {
  return authentications[method](registration, now)
}

/** For every call: the server's own headers, and who calls, since some (Reddit, GitHub) turn strangers away. */
export function requestHeaders({ server, values }: Pick<Registration, 'server' | 'values'>): Headers {
  const headers = new Headers(checkedHeaders(fillKnown(server.tokenHeaders, values)))
  if (!headers.has('user-agent')) headers.set('user-agent', 'Tenon')
  return headers
}

/**
 * Id and secret are form-encoded before Basic, RFC 6749 §2.3.1, but no character more than must be. oauth4webapi also
 * encodes `-`, `_`, `.` and `~`, which conforming servers undo and others take literally (panva/oauth4webapi#148, #199:
 * HCL Domino; golang/oauth2#414: Epic Games). This way both kinds of server read all usual ids and secrets alike.
 */
function basicCredentials(registration: Registration): string {
  const encoded = (text: string) => encodeURIComponent(text.toWellFormed()).replaceAll('%20', '+')
  const pair = `${encoded(registration.client.id)}:${encoded(secretOf(registration))}`
  return Buffer.from(pair).toString('base64')
}

function secretOf({ client: { secret } }: Registration): string {
  if (secret) return secret
  throw new TypeError('this authorization server asks for a client secret')
}

/** Sent by everyone and known to everyone. */
const PUBLIC_PARAMETERS = new Set(['redirect_uri', 'scope'])

/** What must not come back to light in an error: all that is sent in confidence with these parameters. */
export function secretsOf(
  registration: Registration,
  parameters: Readonly<Record<string, string>>,
): string[] {
  const sent = Object.entries(parameters).flatMap(([name, value]) =>
    PUBLIC_PARAMETERS.has(name) ? [] : [value],
  )
  const { secret } = registration.client
  const ours = secret ? [secret, basicCredentials(registration)] : []
  return [...sent, ...ours, ...Object.values(registration.values.inputs ?? {})]
}
