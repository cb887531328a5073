import { startServer, type Target, type Upstream } from './target.ts'

/** Tenon. The one place that knows how it is started and what its calls look like. */
export async function tenon({ requestsOrigin, streamsOrigin }: Upstream, core?: number): Promise<Target> {
  const requests = await startServer('tenon-host.ts', [requestsOrigin], core)
  const streams = await startServer('tenon-host.ts', [streamsOrigin], core)
  return {
    name: 'tenon',
    requestsUrl: `http://127.0.0.1:${requests.ports.port}/`,
    streamsUrl: `http://127.0.0.1:${streams.ports.port}/`,
    headers: {},
    pid: streams.pid,
    close: async () => void (await Promise.all([requests.close(), streams.close()])),
  }
}
