import { providers } from '@tenon/providers'
import type { SwitchOnInput } from '../integrations/integrations.ts'
import { integrationIdOf, KNOWN_PAGE } from './browser.ts'
import type { FakeProvider } from './fake-provider.ts'
import { startTestServer, type TestServer } from './harness.ts'
import { atOrigin } from './pages.ts'

/** What the wire tells of a connection. */
export interface WireCredential {
  id: string
  status: string
  providerId: string
  providerData: Record<string, string>
}

/** A server with a page of the catalog switched on, as it is but for its hosts. Whoever starts it closes it. */
export async function startWithPage(
  slug: string,
  { origin }: Pick<FakeProvider, 'origin'>,
  settings: Partial<SwitchOnInput> = {},
): Promise<TestServer> {
  const page = providers.get(slug)
  if (!page) throw new Error(`the catalog has no "${slug}"`)
  const server = await startTestServer({ providers: [atOrigin(page, origin)], allowedOrigins: [KNOWN_PAGE] })
  const client = { clientId: 'fake-client', clientSecret: 'fake-secret' }
  await server.integrate({ provider: slug, ...client, ...settings })
  return server
}

/** Connects with what a user enters. */
export async function connectByInputs(
  server: TestServer,
  slug: string,
  payload: Record<string, string>,
): Promise<Response> {
  return server.call('sdk/credentials', {
    method: 'POST',
    json: { integrationId: await integrationIdOf(server, slug), payload, installOptions: {} },
  })
}

/** The user's connections to an integration, as the SDK sees them. */
export async function credentialsOf(
  server: TestServer,
  slug: string,
  user?: string,
): Promise<WireCredential[]> {
  const me = await server.call('sdk/me', user === undefined ? {} : { user })
  const { integrations } = (await me.json()) as {
    integrations: Record<string, { allCredentials: WireCredential[] }>
  }
  return integrations[slug]?.allCredentials ?? []
}
