import {
  AppError,
  type Credential,
  deriveValues,
  fill,
  fillUrl,
  hasValues,
  type TemplateValues,
} from '@tenon/core'
import type { AuthKind, Provider } from '@tenon/providers'
import type { UpstreamAccess } from '../proxy/access.ts'
import { callSigner } from './call-signer.ts'

/** Everything that templates of a provider's page may name, for one connection. */
export function templateValues(
  { derived }: Pick<AuthKind, 'derived'>,
  { inputs, token, keyvault }: Pick<Credential, 'inputs' | 'token'> & Pick<TemplateValues, 'keyvault'>,
  metadata: Record<string, string>,
  variables: Record<string, string>,
): TemplateValues {
  const values = {
    inputs,
    metadata,
    variables,
    ...(keyvault && { keyvault }),
    ...(token && { token: tokenValues(token) }),
  }
  return { ...values, derived: deriveValues(derived, values) }
}

function tokenValues({ accessToken, tokenSecret }: NonNullable<Credential['token']>): Record<string, string> {
  return { access_token: accessToken, ...(tokenSecret !== undefined && { token_secret: tokenSecret }) }
}

/** Where a connection's calls go and what they carry: the page's templates, filled. */
export function upstreamAccess(provider: Provider, auth: AuthKind, values: TemplateValues): UpstreamAccess {
  return {
    baseUrl: fillUrl(auth.baseUrl ?? provider.api.baseUrl, values),
    allowedHosts: fillHosts(provider.api.allowedHosts, values),
    ...upstreamCredential(provider, auth, values),
  }
}

type UpstreamCredential = Required<Pick<UpstreamAccess, 'headers' | 'defaultHeaders' | 'query'>> &
  Pick<UpstreamAccess, 'body' | 'signer'>

/**
 * The part of {@link upstreamAccess} that is known while a user is still connecting, before there is a base URL.
 *
 * @throws AppError `invalid_credentials` for a value that no header can carry, or a key that cannot sign
 */
export function upstreamCredential(
  { api }: Provider,
  { placement, signing }: Pick<AuthKind, 'placement' | 'signing'>,
  values: TemplateValues,
): UpstreamCredential {
  const headers = fillHeaders(placement.headers, values)
  if (placement.basic) headers.push(['authorization', basic(placement.basic, values)])
  const known = Object.entries(api.headers).filter(([, template]) => hasValues(template, values))
  return {
    headers,
    defaultHeaders: fillHeaders(Object.fromEntries(known), values),
    query: fillAll(placement.query, values),
    ...(Object.keys(placement.body).length > 0 && { body: fillAll(placement.body, values) }),
    ...(signing && { signer: callSigner(signing, values) }),
  }
}

/** What is derived may be part of a secret; shorter parts are names such as a data centre. */
const SHORTEST_SECRET = 16

/** What a call carries in confidence, in every form in which the provider sees it. */
export function secretsOf(provider: Provider, auth: AuthKind, values: TemplateValues): string[] {
  const { headers, query, body = [] } = upstreamCredential(provider, { ...auth, signing: undefined }, values)
  const hidden = auth.inputs
    .filter(({ type }) => type === 'PASSWORD')
    .map(({ id }) => values.inputs?.[id] ?? '')
  return [
    ...[...headers, ...query, ...body].map(([, value]) => value),
    ...hidden,
    ...Object.values(values.token ?? {}),
    ...Object.values(values.keyvault ?? {}),
    ...(values.client?.secret === undefined ? [] : [values.client.secret]),
    ...Object.values(values.derived ?? {}).filter((value) => value.length >= SHORTEST_SECRET),
  ]
}

/** As URLs have them; one whose slots have no value yet is left out. */
function fillHosts(templates: readonly string[], values: TemplateValues): string[] {
  const known = templates.filter((template) => hasValues(template, values))
  return known.map((template) => new URL(fillUrl(`https://${template}`, values)).host)
}

type Pair = [name: string, value: string]

function fillAll(templates: Record<string, string>, values: TemplateValues): Pair[] {
  return Object.entries(templates).map(([name, template]) => [name, fill(template, values)])
}

/** RFC 9110 §5.5: visible ASCII, space, tab and obs-text. */
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/

/** Checked here, since the HTTP client would quote the value in its complaint. */
function fillHeaders(templates: Record<string, string>, values: TemplateValues): Pair[] {
  return fillAll(templates, values).map(([name, value]) => {
    if (FIELD_VALUE.test(value)) return [name.toLowerCase(), value]
    throw new AppError('invalid_credentials', `"${name}" has characters that cannot be sent`)
  })
}

/** RFC 7617. */
function basic(
  { username, password }: { username: string; password: string },
  values: TemplateValues,
): string {
  return `Basic ${Buffer.from(`${fill(username, values)}:${fill(password, values)}`).toString('base64')}`
}
