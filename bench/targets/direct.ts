import type { Target, Upstream } from './target.ts'

/** No proxy at all: what the machine, the load generator and the upstream can do. */
export function direct({ requestsOrigin, streamsOrigin }: Upstream): Target {
  return {
    name: 'direct',
    requestsUrl: `${requestsOrigin}/`,
    streamsUrl: `${streamsOrigin}/`,
    headers: {},
    pid: undefined,
    close: async () => {},
  }
}
