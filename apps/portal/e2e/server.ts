import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import type { PortalView } from '@tenon/core'

/** As the real server sets it for the page. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'"

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
}

export interface TestServer {
  origin: string
  /** What the next portal requests are answered with. */
  portal: { view: PortalView } | { status: number; code: string } | 'never'
  /** Answers of `/sdk/actions`, by source key. */
  sources: Record<
    string,
    (request: { search?: string; pageCursor?: unknown; parameters: unknown[] }) => unknown
  >
  /** `Authorization` of each request for the view. */
  tokens: (string | undefined)[]
  close(): Promise<void>
}

/** The server behind the portal page, as far as the page calls it itself; and the host page, which tests play. */
export async function startServer(dist: string): Promise<TestServer> {
  const state: Omit<TestServer, 'origin' | 'close'> = {
    portal: { status: 404, code: 'not_found' },
    sources: {},
    tokens: [],
  }
  const server = createServer((request, response) => {
    answer(request, response).catch((error) =>
      send(response, 500, { code: 'internal', message: String(error) }),
    )
  })

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const { pathname } = new URL(request.url ?? '', 'http://host')
    if (pathname.includes('/sdk/portal/')) {
      state.tokens.push(request.headers.authorization)
      const { portal } = state
      if (portal === 'never') return
      if ('view' in portal) return send(response, 200, portal.view)
      return send(response, portal.status, { code: portal.code, message: 'No.', status: portal.status })
    }
    if (pathname.endsWith('/sdk/actions')) {
      const { sourceKey, parameters, paginationParameters } = JSON.parse(await text(request))
      const source = state.sources[sourceKey]
      if (!source) return send(response, 502, { code: 'upstream_reset', message: 'No.' })
      return send(response, 200, { output: source({ ...paginationParameters, parameters }) })
    }
    if (pathname === '/host') return file(response, join(import.meta.dirname, 'host/host.html'))
    if (!pathname.startsWith('/ui')) return send(response, 404, {})
    response.setHeader('content-security-policy', CONTENT_SECURITY_POLICY)
    return file(response, join(dist, pathname === '/ui' ? 'index.html' : pathname.slice('/ui/'.length)))
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return Object.assign(state, {
    origin,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  })
}

async function file(response: ServerResponse, path: string): Promise<void> {
  response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream')
  response.end(await readFile(path))
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

async function text(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) body += chunk
  return body
}
