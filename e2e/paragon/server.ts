import { Provider, providers } from '@tenon/providers'
import { type FakeProvider, json } from '../../apps/server/src/testing/fake-provider.ts'
import { startTestServer, type TestServer } from '../../apps/server/src/testing/harness.ts'
import { atOrigin, fakePage } from '../../apps/server/src/testing/pages.ts'

export const ORGANISATIONS = [
  { id: 'c-1', tenantId: 't-1', tenantName: 'Acme Ltd' },
  { id: 'c-2', tenantId: 't-2', tenantName: 'Bolt GmbH' },
]

/**
 * A server with one integration for each way to connect, all of them at the fake provider:
 *
 * - `fake`: OAuth or an API key, with user settings and a source of choices
 * - `keyed`: the same, API key first; `keys`: API keys alone
 * - `signin`: OAuth alone; `instance`: OAuth after a question
 * - `xero`: OAuth, then a choice between two organisations
 */
export async function startParagonServer(
  provider: FakeProvider,
  allowedOrigins: string[],
): Promise<TestServer> {
  const fake = fakePage(provider.origin)
  const [oauth, apiKey] = fake.auth
  const xero = providers.get('xero')
  if (!oauth || !apiKey || !xero) throw new Error('the pages of this test have changed')
  provider.answer('/connections', json(200, ORGANISATIONS))
  const name = {
    type: 'TEXT_NO_VARS',
    id: 'instance',
    title: 'Your instance',
    pattern: '^[a-z]+$',
    example: 'acme',
  }
  const atFake = atOrigin(xero, provider.origin)
  const pages = [
    Provider.parse({ ...fake, sources: { channels: CHANNELS } }),
    { ...fake, id: 'keyed', auth: [apiKey, oauth] },
    { ...fake, id: 'keys', auth: [apiKey] },
    { ...fake, id: 'signin', auth: [oauth] },
    Provider.parse({ ...fake, id: 'instance', auth: [{ ...oauth, inputs: [name] }] }),
    { ...atFake, auth: atFake.auth.filter(({ id }) => id === 'oauth') },
  ]
  const server = await startTestServer({ allowedOrigins, providers: pages })
  for (const { id } of pages) {
    const client = { clientId: provider.tokens.clientId, clientSecret: provider.tokens.clientSecret }
    await server.integrate({ provider: id, ...client, ...(id === 'fake' && FAKE_SETTINGS) })
  }
  return server
}

const CHANNELS = {
  title: 'Channel',
  url: '/channels',
  itemsPath: 'items',
  valuePath: 'id',
  labelPath: 'name',
  searchParam: 'q',
  next: { by: 'cursor', param: 'after', path: 'next' },
}

const FAKE_SETTINGS = {
  description: 'Tasks and people',
  overview: 'Long **text**',
  inputs: [
    { type: 'TEXT_NO_VARS' as const, id: 'channel', title: 'Channel', pattern: '^#' },
    { type: 'SWITCH' as const, id: 'loud', title: 'Loud' },
  ],
}
