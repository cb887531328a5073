import { randomUUID } from 'node:crypto'
import type { ProjectContext } from '../context.ts'
import { switchOnIntegration } from '../integrations/integrations.ts'
import { setEntry } from '../keyvault/keyvault.ts'
import { createApiKey, revokeApiKey } from '../projects/api-keys.ts'
import { createProject } from '../projects/projects.ts'
import { listSigningKeys, revokeSigningKey, uploadSigningKey } from '../projects/signing-keys.ts'
import { listDeliveries } from '../webhooks/deliveries.ts'
import { createEndpoint } from '../webhooks/endpoints.ts'
import { type Attacker, KEYVAULT_NAME, type Victim } from './attacks.ts'
import { beginOAuth, connectByOAuth, integrationIdOf, KNOWN_PAGE } from './browser.ts'
import type { TestServer } from './harness.ts'
import { newKeyPair, signUserToken } from './user-token.ts'

export const VICTIM = 'user-victim'
const CLIENT = { clientId: 'fake-client', clientSecret: 'fake-secret' }

/** The parts of `GET /sdk/me` that are looked at. */
interface Me {
  integrations: {
    fake: { allCredentials: { id: string; personaId: string; configurations: { id: string }[] }[] }
  }
}

/** Somebody else, with a connection to the same provider. */
export interface Party extends Attacker {
  projectId: string
  userId: string
  /** Of the project. */
  apiKey: string
}

/**
 * A user whose every value says whose it is.
 *
 * @returns with texts that nobody outside of the project, and nobody in it but the victim, may see
 */
export async function makeVictim(server: TestServer): Promise<{
  victim: Victim
  marks: { project: string[]; user: string[] }
}> {
  const { project } = server.ctx
  await server.integrate({ provider: 'fake', ...CLIENT, overview: 'overview-of-victim' })
  const { endpoint } = await createEndpoint(server.ctx, { url: 'https://webhook-of-victim.test/' })
  await setEntry(server.ctx, {
    name: KEYVAULT_NAME,
    value: 'value-of-victim',
    description: 'noted-by-victim',
  })
  const installOptions = { externalId: 'external-of-victim' }
  await connectByOAuth(server, { user: VICTIM, pollKey: 'poll-key-of-victim', installOptions })
  await server.call('sdk/me', { user: VICTIM, method: 'PATCH', json: { meta: { note: 'meta-of-victim' } } })
  const { id: connectionId, personaId, configurations } = await firstCredential(server, server.token(VICTIM))
  await server.call(`sdk/credentials/${connectionId}`, {
    user: VICTIM,
    method: 'PATCH',
    json: { config: { sharedSettings: { channel: 'setting-of-victim' } } },
  })
  const waiting = {
    user: VICTIM,
    pollKey: 'waiting-of-victim',
    installOptions: { allowMultipleCredentials: true },
  }
  const { redirectUrl } = await beginOAuth(server, waiting)
  const [signingKey] = await listSigningKeys(server.ctx)
  const { apiKey } = await createApiKey(server.ctx, { name: 'api-key-of-victim' })
  const [delivery] = (await listDeliveries(server.ctx, {})).items
  const victim: Victim = {
    projectId: project.id,
    integrationId: await integrationIdOf(server, 'fake'),
    connectionId,
    configurationId: configurations[0]?.id ?? '',
    selectors: [connectionId, 'ext:external-of-victim', 'external-of-victim'],
    userId: personaId,
    userExternalId: VICTIM,
    pollKey: 'poll-key-of-victim',
    oauthState: new URL(redirectUrl).searchParams.get('state') ?? '',
    cookieName: (await nonceCookieOf(server, project.id, server.token(VICTIM)))[0],
    signingKeyId: signingKey?.id ?? '',
    apiKeyId: apiKey.id,
    webhookId: endpoint.id,
    deliveryId: delivery?.id ?? '',
  }
  const { signingKeyId, apiKeyId, integrationId, configurationId, webhookId, deliveryId } = victim
  const user = [connectionId, configurationId, personaId, ...markedValues]
  const ids = [project.id, project.productName, integrationId, signingKeyId, apiKeyId, webhookId, deliveryId]
  return {
    victim,
    marks: { user: [...user, VICTIM], project: [...user, ...ids, ...markedSettings] },
  }
}

const markedSettings = [
  'overview-of-victim',
  'api-key-of-victim',
  'webhook-of-victim',
  'noted-by-victim',
  'value-of-victim',
]

const markedValues = [
  'external-of-victim',
  'meta-of-victim',
  'setting-of-victim',
  'poll-key-of-victim',
  'waiting-of-victim',
  'acct-of-victim',
  'mail-of-victim',
]

/** Another user of the victim's project. */
export async function makeNeighbour(server: TestServer): Promise<Party> {
  const { key } = await createApiKey(server.ctx, { name: 'test' })
  return connected(server, server.ctx.project.id, server.token('user-neighbour'), key)
}

/** A user of another project, with the same name as the victim, at the same provider. */
export async function makeForeigner(server: TestServer): Promise<Party & { strangers: [string, string][] }> {
  const project = await createProject(server.services, { product: `Other ${randomUUID()}`, name: 'Test' })
  const ctx: ProjectContext = { ...server.services, project }
  const { publicKey, privateKey } = newKeyPair()
  await uploadSigningKey(ctx, { name: 'test', publicKey })
  await switchOnIntegration(ctx, { provider: 'fake', ...CLIENT })
  const { key } = await createApiKey(ctx, { name: 'test' })
  const token = await signUserToken(privateKey, { claims: { sub: VICTIM } })
  const [victimsKey] = await listSigningKeys(server.ctx)
  const sign = (options: Parameters<typeof signUserToken>[1]) => signUserToken(privateKey, options)
  return {
    ...(await connected(server, project.id, token, key)),
    strangers: [
      ['a token of another project', token],
      [
        'one that says it is meant for this project',
        await sign({ claims: { sub: VICTIM, aud: `useparagon.com/${server.ctx.project.id}` } }),
      ],
      [
        'one that names the project’s key',
        await sign({ claims: { sub: VICTIM }, header: { kid: victimsKey?.fingerprint } }),
      ],
      ['a key of another project', key],
    ],
  }
}

/** Credentials that open nothing: `connect` no Connect API, `team` no Team API. */
export async function makeStrangers(server: TestServer, foreigner: { strangers: [string, string][] }) {
  const revokedPair = newKeyPair()
  const { publicKey } = revokedPair
  await revokeSigningKey(server.ctx, (await uploadSigningKey(server.ctx, { name: 'revoked', publicKey })).id)
  const live = await createApiKey(server.ctx, { name: 'live' })
  const revoked = await createApiKey(server.ctx, { name: 'revoked' })
  await revokeApiKey(server.ctx, revoked.apiKey.id)
  const common: [string, string][] = [
    ['nothing', ''],
    ['junk', 'junk'],
  ]
  const isKey = ([name]: [string, string]) => name.startsWith('a key')
  return {
    connect: [
      ...common,
      ...foreigner.strangers,
      ['an expired token', server.token(VICTIM, { iat: 1, exp: 2 })],
      ['one of a revoked key', await signUserToken(revokedPair.privateKey, { claims: { sub: VICTIM } })],
      ['the project’s own API key', live.key],
    ] satisfies [string, string][],
    team: [
      ...common,
      ...foreigner.strangers.filter((stranger) => !isKey(stranger)),
      ['the victim’s token', server.token(VICTIM)],
      ['a revoked key', revoked.key],
    ] satisfies [string, string][],
  }
}

async function connected(
  server: TestServer,
  projectId: string,
  token: string,
  apiKey: string,
): Promise<Party> {
  const connect = `/projects/${projectId}/sdk/credentials`
  const listed = await server.call(`/projects/${projectId}/sdk/integrations`, { token })
  const [integration] = (await listed.json()) as { id: string }[]
  const json = { integrationId: integration?.id, payload: { api_key: 'fake-api-key' } }
  const response = await server.call(connect, { token, method: 'POST', json })
  const { id, personaId } = (await response.json()) as { id: string; personaId: string }
  const [, cookieValue] = await nonceCookieOf(server, projectId, token)
  return { projectId, token, apiKey, connectionId: id, userId: personaId, cookieValue }
}

async function nonceCookieOf(
  server: TestServer,
  projectId: string,
  token: string,
): Promise<[name: string, value: string]> {
  const listed = await server.call(`/projects/${projectId}/sdk/integrations`, { token })
  const [integration] = (await listed.json()) as { id: string }[]
  const query = new URLSearchParams({
    integrationId: integration?.id ?? '',
    userToken: token,
    originForPostMessage: KNOWN_PAGE,
  })
  const page = await server.call(`/projects/${projectId}/sdk/actions/oauth-nonce?${query}`, { token })
  const [cookie = ''] = page.headers.getSetCookie()
  const [name = '', value = ''] = cookie.split(/[=;]/)
  return [name, value]
}

async function firstCredential(server: TestServer, token: string) {
  const { integrations } = (await (await server.call('sdk/me', { token })).json()) as Me
  const [credential] = integrations.fake.allCredentials
  if (!credential) throw new Error('the victim has no connection')
  return credential
}
