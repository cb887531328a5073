import type { ServerResponse } from 'node:http'
import type { AppError, ErrorBody } from '@tenon/core'
import type { Caller } from './caller.ts'
import { addCors, ERROR_HEADER } from './headers.ts'

/** Answers a call with a failure of ours, in the shape of all our APIs. Nothing may have been sent yet. */
export function answerFailure(
  response: ServerResponse,
  { message, code, status, meta }: AppError,
  requestId: string,
  caller: Caller,
): void {
  const body: ErrorBody = { message, code, status, ...(meta && { meta }), requestId }
  const json = Buffer.from(JSON.stringify(body))
  const headers = [
    'content-type',
    'application/json',
    'content-length',
    String(json.length),
    ERROR_HEADER,
    code,
  ]
  addCors(headers, caller)
  response.writeHead(status, headers).end(json)
}

/**
 * Breaks the connection to a caller whose answer has begun and cannot be completed. A reset, since an orderly end would
 * complete an answer that has no length (HTTP/1.0).
 */
export function breakOff(response: ServerResponse): void {
  const { socket } = response
  if (socket) socket.resetAndDestroy()
  else response.destroy()
}
