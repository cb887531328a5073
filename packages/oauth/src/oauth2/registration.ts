import type { OAuth2Server, TemplateValues } from '@tenon/core'
import { type ClientAuth, ClientSecretPost, None } from 'oauth4webapi'

/** An authorization server and who we are there. */
export interface Registration {
  server: OAuth2Server
  client: {
    id: string
    /** Absent for a public client. */
    secret?: string | undefined
  }
  /** What fills the templates in the server's description. */
  values: TemplateValues
}

type Authentication = (registration: Registration) => ClientAuth

const authentications: Record<OAuth2Server['clientAuth'], Authentication> = {
  basic: (registration) => (_server, _client, _body, headers) => {
    headers.set('authorization', `Basic ${basicCredentials(registration)}`)
  },
  body: (registration) => ClientSecretPost(secretOf(registration)),
  none: () => None(),
}

/** How the client proves itself, RFC 6749 §2.3.1. @throws TypeError when it has no secret and needs one */
export function clientAuthentication(
  registration: Registration,
  method: OAuth2Server['clientAuth'],
): ClientAuth {
  return authentications[method](registration)
}

/** For every call: the server's own headers, and who calls, since some (Reddit, GitHub) turn strangers away. */
export function requestHeaders({ tokenHeaders }: OAuth2Server): Headers {
  const headers = new Headers(tokenHeaders)
  if (!headers.has('user-agent')) headers.set('user-agent', 'Tenon')
  return headers
}

/**
 * Id and secret are form-encoded before Basic, RFC 6749 §2.3.1, but no character more than must be. oauth4webapi also
 * encodes `-`, `_`, `.` and `~`, which conforming servers undo and others take literally (panva/oauth4webapi#148, #199:
 * HCL Domino; golang/oauth2#414: Epic Games). This way both kinds of server read all usual ids and secrets alike.
 */
function basicCredentials(registration: Registration): string {
  const encoded = (text: string) => encodeURIComponent(text).replaceAll('%20', '+')
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
