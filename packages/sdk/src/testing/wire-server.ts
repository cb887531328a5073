import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { Connection } from '../shared/wire.ts'
import { type Listening, listen, type Received, sendHtml, sendJson } from './http.ts'
import { callbackPage, noncePage, portalPage, providerPage } from './pages.ts'
import { connected, meAnswer, PROJECT_ID, type Project, project } from './project.ts'

/** What `POST /sdk/credentials` and build-oauth were asked for. */
interface Flow {
  integrationId: string
  opener: string
  answer: { status: 'pending' | 'completed' | 'failed'; connectCredentialId?: string; error?: unknown }
}

export interface WireServer extends Listening {
  project: Project
  received: Received[]
  /** Received calls whose path ends so. */
  to(end: string): Received[]
  /** Tokens answered with 401. */
  refusedTokens: Set<string>
  /** Answers instead of the usual; `undefined` leaves the call to the usual. */
  intercept: (request: Received, response: ServerResponse) => boolean
  flows: Map<string, Flow>
  /** Origins of the pages that may open a popup, by code; each is good for one use. */
  popupCodes: Map<string, string>
  /** What `GET /sdk/me` says where the page may not show the portal. */
  pageRefusal: string | undefined
  /** The status in which OAuth leaves a connection. */
  oauthEndsIn: Connection['status']
}

/** Speaks the Connect API's wire to one SDK, with a portal page and a provider of its own. */
export async function startWireServer(): Promise<WireServer> {
  const server: WireServer = {
    origin: '',
    close: async () => {},
    project: project(),
    received: [],
    to: (end) => server.received.filter(({ path }) => path.endsWith(end)),
    refusedTokens: new Set(),
    intercept: () => false,
    flows: new Map(),
    popupCodes: new Map(),
    pageRefusal: undefined,
    oauthEndsIn: 'VALID',
  }
  const listening = await listen((request, response) => handle(server, request, response))
  return Object.assign(server, listening)
}

function handle(server: WireServer, request: Received, response: ServerResponse): unknown {
  const { origin = '*', 'access-control-request-headers': asked } = request.headers
  response.setHeader('access-control-allow-origin', origin)
  response.setHeader('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE')
  response.setHeader('access-control-expose-headers', '*')
  if (asked) response.setHeader('access-control-allow-headers', asked)
  if (request.method === 'OPTIONS') return response.writeHead(204).end()

  server.received.push(request)
  if (server.intercept(request, response)) return
  const page = pages[request.path]
  if (page) return page(server, request, response)
  if (request.method === 'GET' && request.path.endsWith('/oauth-nonce'))
    return showNonce(server, request, response)

  const token = request.headers.authorization?.replace('Bearer ', '') ?? ''
  if (!token || server.refusedTokens.has(token)) {
    return sendFailure(response, 401, 'token_expired', 'The user token has expired')
  }
  const { sub } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
  const path = request.path.replace('/v2', '').replace(`/projects/${PROJECT_ID}`, '')
  for (const [method, pattern, route] of routes) {
    const match = method === request.method && pattern.exec(path)
    if (match) return route({ server, request, response, userId: sub, id: match[1] ?? '' })
  }
  if (path.startsWith('/sdk/proxy/')) return echo(request, response)
  sendFailure(response, 404, 'not_found', `There is no ${request.method} ${path}`)
}

export function sendFailure(response: ServerResponse, status: number, code: string, message: string): void {
  const headers = { 'x-tenon-error': code }
  sendJson(response, status, { message, code, status, requestId: 'req-1', meta: { hint: 'h' } }, headers)
}

type Page = (server: WireServer, request: Received, response: ServerResponse) => void
const pages: Record<string, Page> = {
  '/ui': (_server, _request, response) => sendHtml(response, portalPage),
  '/provider': (_server, { query }, response) => sendHtml(response, providerPage(query.get('session') ?? '')),
  '/callback': (server, { query }, response) => {
    const flow = server.flows.get(query.get('session') ?? '')
    if (!flow) return sendHtml(response, 'unknown session')
    const isGranted = query.get('answer') === 'allow'
    const slug = server.project.integrations.find(({ id }) => id === flow.integrationId)?.type ?? ''
    flow.answer = isGranted
      ? {
          status: 'completed',
          connectCredentialId: connected(server.project, slug, { status: server.oauthEndsIn }).id,
        }
      : { status: 'failed', error: { code: 'access_denied', message: 'Access was not granted' } }
    sendHtml(response, callbackPage(flow.opener, query.get('tells') ? flow.answer.error : undefined))
  },
}

interface Call {
  server: WireServer
  request: Received
  response: ServerResponse
  userId: string
  id: string
}

const body = ({ request }: Call) => JSON.parse(request.body.toString() || 'null')

const routes: [method: string, path: RegExp, route: (call: Call) => void][] = [
  [
    'GET',
    /^\/sdk\/me$/,
    ({ server, response, userId }) => {
      const { project, ...me } = meAnswer(server.project, userId)
      sendJson(response, 200, { ...me, project: { ...project, pageRefusal: server.pageRefusal } })
    },
  ],
  [
    'PATCH',
    /^\/sdk\/me$/,
    (call) => {
      Object.assign(call.server.project.meta, body(call).meta)
      sendJson(call.response, 200, meAnswer(call.server.project, call.userId))
    },
  ],
  [
    'GET',
    /^\/sdk\/integrations$/,
    ({ server, response }) => sendJson(response, 200, server.project.integrations),
  ],
  [
    'DELETE',
    /^\/sdk\/integrations\/(.+)$/,
    ({ server, request, response, id }) => {
      const left = (server.project.connections.get(id) ?? []).filter(
        (connection) => connection.id !== request.headers['x-paragon-credential'],
      )
      server.project.connections.set(id, left)
      response.writeHead(204).end()
    },
  ],
  [
    'POST',
    /^\/sdk\/actions\/oauth-nonce$/,
    (call) => {
      const code = randomUUID()
      call.server.popupCodes.set(code, body(call).originForPostMessage)
      sendJson(call.response, 200, { code })
    },
  ],
  [
    'GET',
    /^\/sdk\/actions\/build-oauth$/,
    ({ server, request: { query }, response }) => {
      const session = query.get('oauthMetaKeyId') ?? ''
      server.flows.set(session, {
        integrationId: query.get('integrationId') ?? '',
        opener: query.get('originForPostMessage') ?? '',
        answer: { status: 'pending' },
      })
      sendJson(response, 200, { redirectUrl: `${server.origin}/provider?session=${session}` })
    },
  ],
  [
    'GET',
    /^\/sdk\/actions\/session-id\/(.+)$/,
    ({ server, response, id }) => sendJson(response, 200, server.flows.get(id)?.answer ?? {}),
  ],
  ['DELETE', /^\/sdk\/actions\/session-id\/(.+)$/, ({ response }) => response.writeHead(204).end()],
  [
    'POST',
    /^\/sdk\/credentials(?:\/(.+)\/complete-setup)?$/,
    (call) => {
      const { integrationId, payload } = body(call)
      const slug = call.server.project.integrations.find(({ id }) => id === integrationId)?.type ?? ''
      if (payload.apiKey === 'wrong') {
        return sendFailure(call.response, 422, 'invalid_credentials', 'Tasklab says: no such key')
      }
      const id = call.id || randomUUID()
      sendJson(call.response, 200, connected(call.server.project, slug, { id }))
    },
  ],
  [
    'PATCH',
    /^\/sdk\/credentials\/([^/]+)$/,
    (call) => {
      const found = findConnection(call.server, call.id)
      Object.assign(found?.configurations[0] ?? {}, body(call).config)
      sendJson(call.response, 200, { ...found, errors: ['channel: unknown'] })
    },
  ],
  [
    'POST',
    /^\/sdk\/credentials\/([^/]+)\/configurations$/,
    (call) => {
      const found = findConnection(call.server, call.id)
      const [first] = found?.configurations ?? []
      if (found && first) {
        const added = { ...first, ...body(call), id: randomUUID(), isDefault: false }
        found.configurations.push({ ...added, dateCreated: '2026-02-02T00:00:00.000Z' })
      }
      sendJson(call.response, 200, found)
    },
  ],
  [
    'DELETE',
    /^\/sdk\/credentials\/([^/]+)\/configurations$/,
    ({ response }) => response.writeHead(204).end(),
  ],
  ['POST', /^\/sdk\/workflows\/(.+)$/, ({ response }) => response.writeHead(204).end()],
  ['DELETE', /^\/sdk\/workflows\/(.+)$/, ({ response }) => response.writeHead(204).end()],
  ['POST', /^\/sdk\/resources\/(.+)\/connect$/, ({ response }) => sendJson(response, 200, { id: 'rc-1' })],
  ['POST', /^\/sdk\/events\/trigger$/, ({ response }) => response.writeHead(201).end()],
  ['POST', /^\/sdk\/triggers\/(.+)$/, ({ request, response }) => echo(request, response)],
  [
    'POST',
    /^\/sdk\/actions$/,
    ({ response }) =>
      sendJson(response, 200, {
        output: { records: [{ value: 'C1', label: '#general' }], nextPageCursor: 'n' },
      }),
  ],
]

function showNonce({ popupCodes }: WireServer, { query }: Received, response: ServerResponse): void {
  const code = query.get('code') ?? ''
  const opener = popupCodes.get(code)
  popupCodes.delete(code)
  if (opener === undefined) sendHtml(response, 'unknown code')
  else sendHtml(response, noncePage(opener))
}

function findConnection(server: WireServer, id: string): Connection | undefined {
  return [...server.project.connections.values()].flat().find((connection) => connection.id === id)
}

/** The provider's part: its status is asked for in a header, its body is what it was sent. */
function echo({ method, url, headers, body }: Received, response: ServerResponse): void {
  const status = Number(headers['x-answer-status'] ?? 200)
  response.writeHead(status, {
    'content-type': headers['content-type'] ?? 'application/octet-stream',
    'x-echo': JSON.stringify({ method, url }),
  })
  response.end(body)
}
