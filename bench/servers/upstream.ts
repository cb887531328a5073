/**
 * The provider behind all proxies: as cheap as an answer can be, so that the proxies are what is measured.
 *
 * - port `requests`: answers every request without a body with the same JSON, straight from a TCP socket
 * - port `streams`: GET answers `?bytes=` many bytes, POST counts what it is sent
 */
import { createServer } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { bytesOf } from '../measure/bytes.ts'
import { announce, listen } from './listen.ts'

const body = JSON.stringify({
  ok: true,
  contacts: Array.from({ length: 4 }, (_, id) => ({
    id,
    name: `Contact ${id}`,
    email: `contact-${id}@example.com`,
  })),
})
const answer = [
  'HTTP/1.1 200 OK',
  'Content-Type: application/json; charset=utf-8',
  `Content-Length: ${body.length}`,
  'Date: Thu, 01 Jan 1970 00:00:00 GMT',
  'ETag: "0123456789abcdef"',
  'Cache-Control: private, max-age=0',
  'X-RateLimit-Remaining: 4999',
  'X-Request-Id: 0a1b2c3d4e5f',
  '',
  body,
].join('\r\n')

const requests = createTcpServer({ noDelay: true }, (socket) => {
  let tail = ''
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk) => {
    const parts = (tail + chunk.toString('latin1')).split('\r\n\r\n')
    tail = parts.pop() ?? ''
    if (parts.length > 0) socket.write(answer.repeat(parts.length), 'latin1')
  })
})

const streams = createServer({ requestTimeout: 0 }, async (request, response) => {
  let received = 0
  for await (const chunk of request) received += chunk.length
  const bytes = Number(new URL(request.url ?? '/', 'http://upstream').searchParams.get('bytes') ?? 0)
  response.setHeader('content-type', 'application/octet-stream')
  if (request.method === 'POST') response.end(String(received))
  else await pipeline(bytesOf(bytes), response)
})

announce({ requests: await listen(requests), streams: await listen(streams) })
