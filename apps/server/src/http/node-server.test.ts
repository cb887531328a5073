import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/harness.ts'
import { createNodeServer, type Handlers, type ServerLimits } from './node-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

/** Sends bytes as they are. @returns all that comes back until the server closes */
async function send(bytes: string, port = Number(new URL(server.origin).port)): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write(bytes)
  return text(socket)
}

test('what is not HTTP is answered in the shape of all failures', async () => {
  const answer = await send('hello\r\n\r\n')
  expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({
    code: 'invalid_request',
    status: 400,
  })
})

test('headers that are too large are refused with their own status', async () => {
  const answer = await send(`GET /health HTTP/1.1\r\nhost: x\r\nx-large: ${'x'.repeat(20_000)}\r\n\r\n`)
  expect(answer).toMatch(/^HTTP\/1\.1 431 /)
  expect(answer).toContain('x-tenon-error: request_too_large')
})

test('an upload may take as long as it likes', () => {
  expect(server.http.requestTimeout).toBe(0)
})

const answer: Handlers['framework'] = (_, response) => response.writeHead(401).end('no')
const echo: Handlers['framework'] = (request, response) => request.pipe(response)

/** Both kinds of calls are handled alike. @returns the port */
async function listen(handle: Handlers['framework'], limits: ServerLimits): Promise<number> {
  const http = createNodeServer({ proxy: handle, framework: handle }, limits)
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  onTestFinished(() => {
    http.close()
    http.closeAllConnections()
  })
  return (http.address() as AddressInfo).port
}

/** Sends a byte now and then until the server closes the connection in both directions. @returns what came back */
async function drip(port: number, path: string): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }).setEncoding('latin1')
  let received = ''
  socket.on('data', (chunk) => (received += chunk))
  socket.on('error', () => {})
  socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 100000\r\n\r\n`)
  const dripping = setInterval(() => socket.write('x'), 10)
  await new Promise((resolve) => socket.once('close', resolve))
  clearInterval(dripping)
  return received
}

const PROXIED = '/projects/p/sdk/proxy/slack/x'

test('a body that arrives byte by byte is cut at the deadline', async () => {
  await drip(await listen(echo, { deadlineMs: 100 }), '/x')
})

test.each(['/x', PROXIED])(
  'an answer before the body of %s has arrived is the connection’s last',
  async (path) => {
    const received = await drip(await listen(answer, { lingerMs: 100 }), path)
    expect(received).toMatch(/^HTTP\/1\.1 401 .*connection: close.*no/is)
  },
)

test('a proxied body may outlast the deadline, and its connection is kept', async () => {
  const afterBody: Handlers['framework'] = async (request, response) => response.end(await text(request))
  const socket = connect(await listen(afterBody, { deadlineMs: 1, lingerMs: 1 }), '127.0.0.1')
  const head = `POST ${PROXIED} HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n`
  socket.write(`${head}\r\n`)
  let left = 9
  const dripping = setInterval(() => {
    socket.write('x')
    left -= 1
    if (left > 0) return
    clearInterval(dripping)
    socket.write(`${head}connection: close\r\n\r\nyyyyyyyyy`)
  }, 10)
  expect(await text(socket)).toMatch(/ 200 .*keep-alive.*x{9}.* 200 .*close.*y{9}/s)
})
