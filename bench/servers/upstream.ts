/**
 * The provider behind all proxies, an ordinary HTTP server.
 *
 * - `GET /api/v1/contacts`: a small JSON answer with the headers that APIs send
 * - `GET /api/v1/stream?bytes=N`: N bytes
 * - `POST /api/v1/sink`: answers with the number of bytes it was sent
 * - `GET /api/v1/me`: an account, which Tenon asks for when it connects
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { bytesOf } from '../measure/bytes.ts'
import { announce, listen } from './listen.ts'

const contacts = Buffer.from(
  JSON.stringify(
    Array.from({ length: 4 }, (_, id) => ({ id, name: `Contact ${id}`, email: `contact-${id}@example.com` })),
  ),
)
const contactsHeaders = [
  ['content-type', 'application/json; charset=utf-8'],
  ['content-length', String(contacts.length)],
  ['etag', '"0123456789abcdef"'],
  ['cache-control', 'private, max-age=0'],
  ['x-ratelimit-remaining', '4999'],
  ['x-request-id', '0a1b2c3d4e5f'],
].flat()

const server = createServer({ requestTimeout: 0, keepAliveTimeout: 60_000 }, (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://upstream')
  if (pathname === '/api/v1/contacts') response.writeHead(200, contactsHeaders).end(contacts)
  else if (pathname === '/api/v1/me') response.end('{"id":"1","email":"bench@example.com"}')
  else if (pathname === '/api/v1/stream') void stream(Number(searchParams.get('bytes')), response)
  else void sink(request, response)
})

async function stream(bytes: number, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/octet-stream' })
  await pipeline(bytesOf(bytes), response)
}

async function sink(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let received = 0
  for await (const chunk of request) received += chunk.length
  response.end(String(received))
}

announce(await listen(server))
