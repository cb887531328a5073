import { newKeyPair } from './user-token.ts'

/**
 * How each route could be used against somebody else's project or connection, for `isolation.test.ts`. A route without an
 * entry fails that test: whoever adds one says here what others get from it.
 */

/** What an attacker knows of the victim: more than they ever should. */
export interface Victim {
  projectId: string
  integrationId: string
  connectionId: string
  configurationId: string
  /** Every way to name the connection. */
  selectors: string[]
  userId: string
  userExternalId: string
  /** Of a flow that has ended well. */
  pollKey: string
  /** Of a flow that waits for its callback. */
  oauthState: string
  /** Of the cookie that binds the victim's browser to it. */
  cookieName: string
  signingKeyId: string
  apiKeyId: string
  webhookId: string
  deliveryId: string
}

export interface Attacker {
  /** A connection of their own, to the same provider. */
  connectionId: string
  /** A user token. */
  token: string
  /** What their own browser was given for a flow of their own. */
  cookieValue: string
}

/** One request, beside the ids that stand in the address. */
export interface Attempt {
  params?: Record<string, string>
  query?: Record<string, string>
  headers?: Record<string, string>
  json?: unknown
  form?: Record<string, string>
}

/** A refusal's status, `own` for an answer that concerns the attacker alone, `any` for whatever is no fault of ours. */
export type Outcome = number | 'own' | 'any'

export interface Attack {
  attempts?: (victim: Victim, attacker: Attacker) => Attempt[]
  /** A user or key of another project, at their own address. */
  foreign: Outcome
  /** Another user of the same project. Absent: the route is not for users. */
  neighbour?: Outcome
  /** What whoever knows as much as the attempts use may learn. */
  tells?: (victim: Victim) => string[]
}

const isOwn: Attack = { foreign: 'own', neighbour: 'own' }
const isRefused: Attack = { foreign: 404, neighbour: 404 }
/** The page that opened the popup is told which of its flows has failed. */
const isBadCallback: Attack = {
  foreign: 400,
  neighbour: 400,
  tells: ({ integrationId }) => [integrationId],
}
const isRefusedForeign: Attack = { foreign: 404 }
const isOwnForeign: Attack = { foreign: 'own' }

const bySelector = ({ selectors }: Victim): Attempt[] =>
  selectors.map((selector) => ({ headers: { 'x-paragon-credential': selector } }))

/** The victim's configuration under the attacker's connection, as well as the victim's connection. */
const byConfiguration =
  (json?: unknown) =>
  ({ configurationId }: Victim, { connectionId }: Attacker): Attempt[] => {
    const headers = { 'x-paragon-configuration-id': configurationId }
    return [{ json }, { json, headers }, { json, headers, params: { credentialId: connectionId } }]
  }

const start = ({ integrationId, selectors }: Victim, { token }: Attacker): Attempt[] =>
  selectors.map((selectedCredentialId) => ({
    query: { integrationId, userToken: token, installOptions: JSON.stringify({ selectedCredentialId }) },
  }))

/** An entry of this name is the victim's. */
export const KEYVAULT_NAME = 'keyvault-of-victim'

const byKeyvaultName = (json?: unknown) => (): Attempt[] => [{ params: { name: KEYVAULT_NAME }, json }]

const P = '/projects/:projectId'

/** For a user token. */
export const connectAttacks: Record<string, Attack> = {
  [`GET ${P}/sdk/me`]: isOwn,
  [`PATCH ${P}/sdk/me`]: { ...isOwn, attempts: () => [{ json: { meta: { color: 'red' } } }] },
  [`GET ${P}/sdk/integrations`]: isOwn,
  [`DELETE ${P}/sdk/integrations/:integrationId`]: { ...isRefused, attempts: bySelector },
  [`POST ${P}/sdk/credentials`]: {
    ...isRefused,
    attempts: ({ integrationId, selectors }) =>
      selectors.flatMap((selectedCredentialId) => {
        const installOptions = { selectedCredentialId }
        return [
          { json: { integrationId, payload: { api_key: 'fake-api-key' }, installOptions } },
          { json: { integrationId, code: 'made-up', integrationOptions: { installOptions } } },
        ]
      }),
  },
  [`GET ${P}/sdk/credentials`]: {
    ...isRefused,
    attempts: (victim) =>
      bySelector(victim).map((attempt) => ({
        ...attempt,
        query: { integration: victim.integrationId, includeAccountAuth: 'true' },
      })),
  },
  [`GET ${P}/sdk/credentials/:credentialId`]: isRefused,
  [`POST ${P}/sdk/credentials/:credentialId/complete-setup`]: {
    ...isRefused,
    attempts: () => [{ json: { payload: { api_key: 'fake-api-key' } } }],
  },
  [`PATCH ${P}/sdk/credentials/:credentialId`]: {
    ...isRefused,
    attempts: byConfiguration({ config: { sharedSettings: { channel: 'taken' } } }),
  },
  [`POST ${P}/sdk/credentials/:credentialId/configurations`]: {
    ...isRefused,
    attempts: () => [{ json: {} }, { json: { externalId: 'mine' } }],
  },
  [`PATCH ${P}/sdk/credentials/:credentialId/configurations`]: {
    ...isRefused,
    attempts: byConfiguration({ meta: { taken: true } }),
  },
  [`DELETE ${P}/sdk/credentials/:credentialId/configurations`]: {
    ...isRefused,
    attempts: byConfiguration(),
  },
  [`POST ${P}/sdk/actions/oauth-nonce`]: {
    foreign: 404,
    neighbour: 'own',
    attempts: ({ integrationId }) => [
      { json: { integrationId, originForPostMessage: 'https://attacker.test' } },
    ],
  },
  [`GET ${P}/sdk/actions/oauth-nonce`]: {
    foreign: 404,
    neighbour: 'own',
    attempts: ({ integrationId }, { token }) => [
      { query: { integrationId, userToken: token, originForPostMessage: 'https://attacker.test' } },
    ],
  },
  [`GET /v2${P}/sdk/actions/build-oauth`]: { ...isRefused, attempts: start },
  [`GET ${P}/sdk/actions/build-oauth`]: { ...isRefused, attempts: start },
  [`GET ${P}/sdk/actions/session-id/:pollKey`]: isOwn,
  [`DELETE ${P}/sdk/actions/session-id/:pollKey`]: isOwn,
  [`POST ${P}/sdk/actions`]: {
    ...isRefused,
    attempts: (victim) =>
      bySelector(victim).map((attempt) => ({
        ...attempt,
        json: { action: victim.integrationId, sourceKey: 'things' },
      })),
  },
  [`GET ${P}/sdk/portal/:integration`]: { foreign: 404, neighbour: 'own' },
  [`POST ${P}/sdk/workflows/:id`]: isRefused,
  [`DELETE ${P}/sdk/workflows/:id`]: isRefused,
  [`POST ${P}/sdk/triggers/:id`]: isRefused,
  [`POST /v2${P}/sdk/events/trigger`]: isRefused,
  [`POST ${P}/sdk/events/trigger`]: isRefused,
  [`POST ${P}/sdk/resources/:id/connect`]: isRefused,
  [`GET ${P}/triggers`]: isRefused,
  // These three stand for the addresses that never reach the framework: see `readProxyTarget`.
  [`GET ${P}/sdk/proxy/:integration/api/things`]: { ...isRefused, attempts: bySelector },
  [`POST ${P}/sdk/proxy/:integration/api/things`]: { ...isRefused, attempts: bySelector },
  [`DELETE ${P}/sdk/proxy/custom/:integration/api/things`]: { ...isRefused, attempts: bySelector },
}

const T = '/api/v1'

/** For an API key. */
export const teamAttacks: Record<string, Attack> = {
  [`GET ${T}/project`]: isOwnForeign,
  [`PATCH ${T}/project`]: { ...isOwnForeign, attempts: () => [{ json: { wrapsRestAnswers: true } }] },
  [`GET ${T}/signing-keys`]: isOwnForeign,
  [`POST ${T}/signing-keys`]: {
    ...isOwnForeign,
    attempts: () => [{ json: { name: 'x', publicKey: newKeyPair().publicKey } }],
  },
  [`POST ${T}/signing-keys/generate`]: { ...isOwnForeign, attempts: () => [{ json: { name: 'x' } }] },
  [`POST ${T}/signing-keys/:id/revoke`]: {
    ...isRefusedForeign,
    attempts: ({ signingKeyId }) => [{ params: { id: signingKeyId } }],
  },
  [`GET ${T}/api-keys`]: isOwnForeign,
  [`POST ${T}/api-keys`]: { ...isOwnForeign, attempts: () => [{ json: { name: 'x' } }] },
  [`POST ${T}/api-keys/:id/revoke`]: {
    ...isRefusedForeign,
    attempts: ({ apiKeyId }) => [{ params: { id: apiKeyId } }],
  },
  [`GET ${T}/providers`]: isOwnForeign,
  [`GET ${T}/integrations`]: isOwnForeign,
  [`GET ${T}/integrations/:integration`]: isRefusedForeign,
  [`PUT ${T}/integrations/:integration`]: { ...isRefusedForeign, attempts: () => [{ json: {} }] },
  [`POST ${T}/integrations/:integration/switch-off`]: isRefusedForeign,
  [`GET ${T}/keyvault`]: isOwnForeign,
  [`GET ${T}/keyvault/:name`]: { ...isRefusedForeign, attempts: byKeyvaultName() },
  [`PUT ${T}/keyvault/:name`]: { ...isOwnForeign, attempts: byKeyvaultName({ value: 'attacked' }) },
  [`DELETE ${T}/keyvault/:name`]: {
    ...isRefusedForeign,
    attempts: () => [{ params: { name: 'unknown' }, query: { force: 'true' } }],
  },
  [`POST ${T}/keyvault/:name/reveal`]: { foreign: 403, attempts: byKeyvaultName() },
  [`POST ${T}/keyvault/export`]: { foreign: 403, attempts: () => [{ json: { passphrase: 'x'.repeat(12) } }] },
  [`POST ${T}/keyvault/import`]: { foreign: 400, attempts: () => [{ json: { passphrase: 'x'.repeat(12) } }] },
  [`GET ${T}/users`]: {
    ...isOwnForeign,
    attempts: ({ userId, userExternalId }) => [
      {},
      { query: { externalId: userExternalId } },
      { query: { cursor: userId } },
    ],
  },
  [`GET ${T}/users/:id`]: { ...isRefusedForeign, attempts: ({ userId }) => [{ params: { id: userId } }] },
  [`DELETE ${T}/users/:id`]: { ...isRefusedForeign, attempts: ({ userId }) => [{ params: { id: userId } }] },
  [`GET ${T}/connections`]: {
    ...isOwnForeign,
    attempts: ({ userId, connectionId }) => [
      {},
      { query: { userId } },
      { query: { cursor: connectionId } },
      { query: { integration: 'fake', status: 'active' } },
    ],
  },
  [`POST ${T}/connections/import`]: {
    ...isOwnForeign,
    attempts: ({ userExternalId, integrationId }) => {
      const row = { user: userExternalId, accountType: 'api_key', inputs: { api_key: 'fake-api-key' } }
      const rows = ['fake', integrationId].map((integration) => ({ ...row, integration }))
      return [{ json: { rows } }, { json: { rows, replaces: true, checks: true } }]
    },
  },
  [`GET ${T}/connections/:id`]: {
    ...isRefusedForeign,
    attempts: ({ connectionId }) => [{ params: { id: connectionId } }],
  },
  [`DELETE ${T}/connections/:id`]: {
    ...isRefusedForeign,
    attempts: ({ connectionId }) => [{ params: { id: connectionId } }],
  },
  [`GET ${T}/audit`]: {
    ...isOwnForeign,
    attempts: ({ connectionId, userExternalId }) => [
      {},
      { query: { connectionId } },
      { query: { userExternalId } },
      { query: { cursor: 'ffffffff-ffff-ffff-ffff-ffffffffffff' } },
    ],
  },
  [`GET ${T}/webhooks`]: isOwnForeign,
  [`POST ${T}/webhooks`]: {
    ...isOwnForeign,
    attempts: () => [{ json: { url: 'https://attacker.test/hook' } }],
  },
  [`PATCH ${T}/webhooks/:id`]: {
    ...isRefusedForeign,
    attempts: ({ webhookId }) => [
      { params: { id: webhookId }, json: { url: 'https://attacker.test/hook' } },
      { params: { id: webhookId }, json: { isEnabled: false } },
    ],
  },
  [`POST ${T}/webhooks/:id/rotate-secret`]: {
    ...isRefusedForeign,
    attempts: ({ webhookId }) => [{ params: { id: webhookId } }],
  },
  [`DELETE ${T}/webhooks/:id`]: {
    ...isRefusedForeign,
    attempts: ({ webhookId }) => [{ params: { id: webhookId } }],
  },
  [`GET ${T}/webhook-deliveries`]: {
    ...isOwnForeign,
    attempts: ({ webhookId, deliveryId }) => [
      {},
      { query: { endpointId: webhookId } },
      { query: { cursor: deliveryId } },
      { query: { cursor: 'ffffffff-ffff-ffff-ffff-ffffffffffff' } },
    ],
  },
  [`POST ${T}/webhook-deliveries/:id/resend`]: {
    ...isRefusedForeign,
    attempts: ({ deliveryId }) => [{ params: { id: deliveryId } }],
  },
}

/** For everybody. What they answer must concern nobody. */
export const publicAttacks: Record<string, Attack> = {
  'GET /': isOwn,
  'GET /health': isOwn,
  'GET /ready': isOwn,
  'GET /metrics': isOwn,
  'GET /projects/:projectId/sdk': {
    foreign: 'any', // 404 for an unknown project
    neighbour: 'any',
    attempts: ({ projectId }) => [{}, { params: { projectId } }],
  },
  'GET /ui': {
    foreign: 'any', // 404 before the portal is built
    neighbour: 'any',
    attempts: ({ projectId }) => [{}, { query: { projectId } }],
  },
  'GET /ui/assets/:file': isRefused,
  'GET /integrations/:file': {
    ...isRefused,
    attempts: ({ integrationId }) => [{ params: { file: `${integrationId}.svg` } }],
  },
  'GET /oauth': {
    ...isBadCallback,
    attempts: (victim, attacker) =>
      inOtherBrowsers(victim, attacker).flatMap((headers) => [
        { headers, query: { state: victim.oauthState, code: 'made-up' } },
        { headers, query: { state: victim.oauthState, error: 'access_denied' } },
      ]),
  },
  'POST /oauth/confirm': {
    ...isBadCallback,
    attempts: (victim, attacker) =>
      inOtherBrowsers(victim, attacker).map((headers) => ({
        headers,
        form: { state: victim.oauthState, code: 'made-up', decision: 'connect' },
      })),
  },
  'GET /oauth/posted/:state': {
    ...isBadCallback,
    attempts: (victim, attacker) =>
      inOtherBrowsers(victim, attacker).map((headers) => ({ headers, params: { state: victim.oauthState } })),
  },
  'POST /oauth/posted/:state': {
    foreign: 400,
    neighbour: 400,
    attempts: ({ oauthState }) => [
      {
        params: { state: oauthState },
        form: {
          oauth_consumer_key: 'made-up',
          oauth_consumer_secret: 'made-up',
          oauth_verifier: 'made-up',
          store_base_url: 'https://attacker.test/',
        },
      },
    ],
  },
  'GET /oauth/posted/:state/identity': {
    ...isBadCallback,
    attempts: (victim, attacker) =>
      inOtherBrowsers(victim, attacker).map((headers) => ({
        headers,
        params: { state: victim.oauthState },
        query: { oauth_consumer_key: 'made-up', success_call_back: 'https://attacker.test/' },
      })),
  },
  'OPTIONS /*': {
    ...isOwn,
    attempts: ({ projectId }) => [{ params: { '*': `projects/${projectId}/sdk/me` } }],
  },
}

/** Without the cookie, and with one of the right name that was sealed for somebody else. */
function inOtherBrowsers({ cookieName }: Victim, { cookieValue }: Attacker): Record<string, string>[] {
  return [{}, { cookie: `${cookieName}=${cookieValue}` }]
}
