import type { AuthKindPage } from './page/auth-kind.ts'
import type { Provider } from './page/provider.ts'

type Scopes = Extract<AuthKindPage, { type: 'oauth2' }>['scopes']

const LOGIN = 'https://login.microsoftonline.com'
const DAY_MS = 24 * 60 * 60_000

/** Of the team's app registration: which accounts may sign in. */
export const microsoftTenant = {
  name: 'tenant',
  label: 'Directory: common for all accounts, organizations, consumers, or the id of one',
  default: 'common',
}

/**
 * A user signs in. Tokens are for one resource only, whose scopes a refresh names again.
 * Sources: https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-auth-code-flow, …/refresh-tokens
 */
export function microsoftUser(
  resource: { scopes: Scopes; moreScopes?: Scopes },
  more: Partial<Extract<AuthKindPage, { type: 'oauth2' }>> = {},
): AuthKindPage {
  return {
    id: 'oauth',
    type: 'oauth2',
    label: 'Sign in with Microsoft',
    server: {
      authorizationUrl: `${LOGIN}/{{variables.tenant}}/oauth2/v2.0/authorize`,
      tokenUrl: `${LOGIN}/{{variables.tenant}}/oauth2/v2.0/token`,
      clientAuth: 'body',
      pkce: true,
      authorizeParams: { response_mode: 'query' },
      // A new refresh token comes with each refresh; the one before goes on working for its 90 days.
      refresh: { repeatsScopes: true, unusedLifetimeMs: 90 * DAY_MS },
    },
    ...more,
    scopes: [
      { name: 'offline_access', description: 'Stay connected while you are away', required: true },
      ...resource.scopes,
    ],
    moreScopes: resource.moreScopes ?? [],
  }
}

/**
 * The team's app acts for itself, in a directory whose administrator has consented to it.
 * Sources: https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 */
export function microsoftApp(
  scope: string,
  more: Partial<Extract<AuthKindPage, { type: 'client_credentials' }>> = {},
): AuthKindPage {
  const { inputs = [], ...rest } = more
  return {
    id: 'app',
    type: 'client_credentials',
    label: 'Whole organisation',
    inputs: [
      {
        type: 'TEXT_NO_VARS',
        id: 'tenant',
        title: 'Directory (tenant) id',
        pattern: '^[A-Za-z0-9][A-Za-z0-9.-]*$',
        example: '72f988bf-86f1-41af-91ab-2d7cd011db47',
      },
      ...inputs,
    ],
    help: {
      text: 'In Microsoft Entra, the Overview shows the Tenant ID. An administrator must have consented to the app first.',
      url: 'https://entra.microsoft.com',
    },
    server: { tokenUrl: `${LOGIN}/{{inputs.tenant}}/oauth2/v2.0/token`, clientAuth: 'body' },
    scopes: [{ name: scope, description: 'Do what an administrator has allowed the app', required: true }],
    ...rest,
  }
}

/** An app is nobody in `/me`; to know whose directory it is in, it needs Organization.Read.All. */
const organization = {
  test: { url: '/v1.0/organization?$select=id,displayName' },
  account: { id: 'value[0].id', label: 'value[0].displayName' },
}

/** Both ways in to Microsoft Graph. */
export function microsoftGraph(scopes: Scopes, moreScopes: Scopes): AuthKindPage[] {
  const me = { name: 'User.Read', description: 'See your name and e-mail address', required: true }
  return [
    microsoftUser({ scopes: [me, ...scopes], moreScopes }),
    microsoftApp('https://graph.microsoft.com/.default', organization),
  ]
}

export const microsoftErrorPaths = ['error.message', 'error_description']

const NEXT_LINK = '["@odata.nextLink"]'
/** How most lists go on. */
export const microsoftNext = { by: 'next_url', param: '$skiptoken', path: NEXT_LINK } as const

/** What all of Microsoft Graph has in common. */
export const graphApi: Provider['api'] = {
  baseUrl: 'https://graph.microsoft.com',
  allowedHosts: [],
  headers: {},
  test: { method: 'GET', url: '/v1.0/me' },
  account: { id: 'id', label: 'userPrincipalName' },
  errorPaths: microsoftErrorPaths,
  pagination: { next: { by: 'url', path: NEXT_LINK }, itemsPath: 'value', limitParam: '$top' },
  rateLimit: { status: [429, 503], headers: ['Retry-After', 'RateLimit-Remaining', 'RateLimit-Reset'] },
}

export const graphWebhooks: Provider['webhooks'] = {
  style: 'shared_token',
  path: 'value[0].clientState',
  note: 'answer validationToken of the query as text/plain within 10 s; subscriptions expire and are renewed',
}
