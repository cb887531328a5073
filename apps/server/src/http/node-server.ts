import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { ErrorBody, ErrorCode } from '@tenon/core'
import { uuidv7 } from 'uuidv7'
import { hasBody } from '../proxy/body.ts'
import { type ProxyTarget, readProxyTarget } from '../proxy/target.ts'
import { ERROR_HEADER } from './errors.ts'

/** For the headers of a request; a client that sends them byte by byte is cut. */
const HEADERS_TIMEOUT_MS = 30_000
/** Longer than load balancers keep a connection open, so that they do not send into one that we close. */
const KEEP_ALIVE_MS = 75_000

export interface Handlers {
  /** Proxied calls never see the framework: it would parse their bodies and normalise their paths. */
  proxy: (request: IncomingMessage, response: ServerResponse, target: ProxyTarget) => void
  /** Everything else. */
  framework: (request: IncomingMessage, response: ServerResponse) => void
}

export interface ServerLimits {
  /** For a whole call that is not a proxied one, from its headers to the end of its answer. */
  deadlineMs?: number
  /** After an answer that did not wait for the request's body, for the caller to read it. */
  lingerMs?: number
}

/**
 * Node's HTTP server as we need it: proxied uploads may take hours, other calls may not, and what cannot be parsed is
 * answered in our shape.
 */
export function createNodeServer(
  { proxy, framework }: Handlers,
  { deadlineMs = 60_000, lingerMs = 5_000 }: ServerLimits = {},
): Server {
  const options = { requestTimeout: 0, headersTimeout: HEADERS_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_MS }
  const server = createServer(options, (request, response) => {
    if (!server.listening) response.shouldKeepAlive = false
    if (hasBody(request)) endAfterEarlyAnswer(request, response, lingerMs)
    const target = readProxyTarget(request.url ?? '')
    if (target) return proxy(request, response, target)
    const deadline = setTimeout(() => request.socket.destroy(), deadlineMs)
    response.once('close', () => clearTimeout(deadline))
    framework(request, response)
  })
  server.on('clientError', answerUnreadable)
  return server
}

/**
 * Makes an answer that goes out before the body has arrived the connection's last: nobody else limits how long the rest
 * may take. Destroying the connection at once, as Node does after a last answer, would reset it while the caller is still
 * sending, and lose the answer: it is closed in one direction, and the rest is read for a while.
 */
function endAfterEarlyAnswer(request: IncomingMessage, response: ServerResponse, lingerMs: number): void {
  const { socket } = request
  const { shouldKeepAlive } = response
  response.shouldKeepAlive = false
  socket.destroySoon = () => {
    socket.end()
    const linger = setTimeout(() => socket.destroy(), lingerMs)
    socket.once('close', () => clearTimeout(linger))
  }
  request.once('end', () => {
    response.shouldKeepAlive = shouldKeepAlive
    if (!socket.writableEnded) socket.destroySoon = Socket.prototype.destroySoon
  })
}

interface ClientError extends Error {
  code?: string
}

const failures: Record<string, [status: string, code: ErrorCode, message: string]> = {
  HPE_HEADER_OVERFLOW: [
    '431 Request Header Fields Too Large',
    'request_too_large',
    'The headers are larger than 16 KiB',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'request_timeout', 'The headers stopped arriving'],
}

function answerUnreadable(error: ClientError, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const [line, code, message] = failures[error.code ?? ''] ?? [
    '400 Bad Request',
    'invalid_request',
    'This is not HTTP',
  ]
  const body: ErrorBody = { message, code, status: Number.parseInt(line, 10), requestId: uuidv7() }
  const json = JSON.stringify(body)
  socket.end(
    `HTTP/1.1 ${line}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(json)}\r\n` +
      `${ERROR_HEADER}: ${code}\r\nconnection: close\r\n\r\n${json}`,
  )
}
