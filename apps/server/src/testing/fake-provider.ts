import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { type Behaviour, echo } from './fake-provider/behaviours.ts'
import { FakeOAuth } from './fake-provider/oauth.ts'
import { type Received, receive } from './fake-provider/received.ts'

export * from './fake-provider/behaviours.ts'
export { FakeGrants } from './fake-provider/grants.ts'
export { FakeOAuth } from './fake-provider/oauth.ts'
export type { Received } from './fake-provider/received.ts'

/** Holds every request to one path, so that a test decides how slow the provider is. */
export interface Hold {
  /** The first request held. */
  arrived: Promise<Received>
  /** How many are waiting now. */
  waiting: () => number
  /** Lets all go on, those that come later too. */
  release: () => void
}

/**
 * A provider of our own: an HTTP server that plays API and authorization server, misbehaves on request and records
 * exactly what reached it.
 *
 * - `/oauth/authorize`, `/oauth/token`, `/oauth/revoke`: {@link FakeOAuth}, whose fields a test sets
 * - `/me` and `/api/…`: answer only to a valid access token or API key, else 401
 * - every other path: 200 and a small JSON; `answer` replaces it
 */
export interface FakeProvider {
  /** `http://127.0.0.1:<port>` */
  origin: string
  port: number
  /** All requests, oldest first. */
  received: Received[]
  tokens: FakeOAuth
  /** Connections that are open now. */
  connections: () => number
  /** From now on `path` (without query; `*` for every path) answers like this. */
  answer: (path: string, behaviour: Behaviour) => void
  /** The next `times` requests to `path` meet this, after those asked for earlier; then all is as before. */
  misbehave: (path: string, behaviour: Behaviour, times?: number) => void
  hold: (path: string) => Hold
  /** The next request to arrive, at `path` when given. */
  next: (path?: string) => Promise<Received>
  /** Requests to `path`, oldest first. */
  receivedAt: (path: string) => Received[]
  close: () => Promise<void>
}

interface Misbehaviour {
  path: string
  behaviour: Behaviour
  timesLeft: number
}

/** Listens on 127.0.0.1, on a port of the system's choice. Whoever starts it closes it. */
export async function startFakeProvider(): Promise<FakeProvider> {
  const received: Received[] = []
  const answers = new Map<string, Behaviour>()
  const misbehaviours: Misbehaviour[] = []
  const holds = new Map<string, Promise<void>>()
  const waiters: { path: string | undefined; resolve: (received: Received) => void }[] = []
  const sockets = new Set<Socket>()
  const tokens = new FakeOAuth()

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const one = receive(request, response)
    received.push(one)
    for (const waiter of waiters.filter(({ path }) => path === undefined || path === one.path)) {
      waiters.splice(waiters.indexOf(waiter), 1)
      waiter.resolve(one)
    }
    await holds.get(one.path)
    const behaviour =
      takeMisbehaviour(one.path) ??
      answers.get(one.path) ??
      answers.get('*') ??
      tokens.behaviourAt(one.path) ??
      echo
    await behaviour(one, response)
  }

  function takeMisbehaviour(at: string): Behaviour | undefined {
    const misbehaviour = misbehaviours.find(
      ({ path, timesLeft }) => timesLeft > 0 && (path === at || path === '*'),
    )
    if (misbehaviour) misbehaviour.timesLeft -= 1
    return misbehaviour?.behaviour
  }

  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 60_000 }, (request, response) => {
    serve(request, response).catch((error: unknown) => response.destroy(error as Error))
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  const next = (path?: string) => new Promise<Received>((resolve) => waiters.push({ path, resolve }))
  const receivedAt = (path: string) => received.filter((one) => one.path === path)
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    received,
    tokens,
    next,
    receivedAt,
    connections: () => sockets.size,
    answer: (path, behaviour) => answers.set(path, behaviour),
    misbehave: (path, behaviour, times = 1) => misbehaviours.push({ path, behaviour, timesLeft: times }),
    hold(path) {
      const { promise, resolve } = Promise.withResolvers<void>()
      let isReleased = false
      const before = receivedAt(path).length
      holds.set(path, promise)
      return {
        arrived: next(path),
        waiting: () => (isReleased ? 0 : receivedAt(path).length - before),
        release() {
          isReleased = true
          if (holds.get(path) === promise) holds.delete(path)
          resolve()
        },
      }
    },
    async close() {
      server.close()
      for (const socket of sockets) socket.destroy()
      if (server.listening || sockets.size > 0) await once(server, 'close')
    },
  }
}
