import type { SwitchOnInput } from '../integrations/integrations.ts'
import { KNOWN_PAGE } from './browser.ts'
import { type FakeProvider, startFakeProvider } from './fake-provider.ts'
import { startTestServer, type TestServer } from './harness.ts'
import { fakePage } from './pages.ts'

export interface Connecting {
  provider: FakeProvider
  server: TestServer
  close: () => Promise<void>
}

/** A server whose project has the fake provider switched on and lists {@link KNOWN_PAGE}. Whoever starts it closes it. */
export async function startConnecting(settings: Partial<SwitchOnInput> = {}): Promise<Connecting> {
  const provider = await startFakeProvider()
  const server = await startTestServer({
    providers: [fakePage(provider.origin)],
    allowedOrigins: [KNOWN_PAGE],
  })
  await server.integrate({
    provider: 'fake',
    clientId: 'fake-client',
    clientSecret: 'fake-secret',
    ...settings,
  })
  return {
    provider,
    server,
    async close() {
      await server.close()
      await provider.close()
    },
  }
}
