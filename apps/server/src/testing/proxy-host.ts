import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createOutbound, type OutboundOptions } from '../outbound.ts'
import type { UpstreamAccess } from '../proxy/access.ts'
import { callerOf } from '../proxy/caller.ts'
import { type ForwardCall, type ForwardOutcome, forward } from '../proxy/forward.ts'

/** The least server that forwards calls: every request path goes to one access. */
export interface ProxyHost {
  origin: string
  port: number
  /** How each call ended, in the order of ending. */
  outcomes: ForwardOutcome[]
  /** The next call to end. */
  nextOutcome: () => Promise<ForwardOutcome>
  close: () => Promise<void>
}

export interface ProxyHostOptions extends Omit<Partial<ForwardCall>, 'access' | 'limits' | 'outbound'> {
  /** Changes to {@link LIMITS}. */
  limits?: Partial<ForwardCall['limits']>
  outbound?: OutboundOptions
  wrapsRest?: boolean
}

/** Short enough to be met by a test, long enough for a busy machine. */
const LIMITS: ForwardCall['limits'] = {
  firstByteTimeoutMs: 5_000,
  stallTimeoutMs: 5_000,
  maxRequestBytes: undefined,
  maxResponseBytes: undefined,
  maxSignedBytes: 1024 * 1024,
}

export function accessTo(baseUrl: string, rest: Partial<UpstreamAccess> = {}): UpstreamAccess {
  return { baseUrl, allowedHosts: [], headers: [['Authorization', 'Bearer upstream']], query: [], ...rest }
}

export async function startProxyHost(
  access: UpstreamAccess,
  { limits, outbound: outboundOptions, wrapsRest = false, ...options }: ProxyHostOptions = {},
): Promise<ProxyHost> {
  const outbound = createOutbound({ allow: ['127.0.0.0/8'], ...outboundOptions })
  const outcomes: ForwardOutcome[] = []
  const waiters: ((outcome: ForwardOutcome) => void)[] = []
  const callFor = (request: IncomingMessage): ForwardCall => ({
    access,
    outbound,
    limits: { ...LIMITS, ...limits },
    caller: callerOf(request.headers, wrapsRest),
    requestId: 'request-1',
    pathAndQuery: (request.url ?? '').slice(1),
    ...options,
  })
  const server = createServer(async (request, response) => {
    const outcome = await forward(request, response, callFor(request))
    outcomes.push(outcome)
    for (const resolve of waiters.splice(0)) resolve(outcome)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    outcomes,
    nextOutcome: () => new Promise((resolve) => waiters.push(resolve)),
    async close() {
      await outbound.close()
      server.close()
      server.closeAllConnections()
    },
  }
}
