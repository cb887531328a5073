import { startServer, type Target, type Upstream } from './target.ts'

/** A bare @fastify/reply-from: see `servers/bare.ts`. */
export async function bare({ requestsOrigin, streamsOrigin }: Upstream, core?: number): Promise<Target> {
  const requests = await startServer('bare.ts', [requestsOrigin], core)
  const streams = await startServer('bare.ts', [streamsOrigin], core)
  return {
    name: 'bare',
    requestsUrl: `http://127.0.0.1:${requests.ports.port}/`,
    streamsUrl: `http://127.0.0.1:${streams.ports.port}/`,
    headers: {},
    pid: streams.pid,
    close: async () => void (await Promise.all([requests.close(), streams.close()])),
  }
}
