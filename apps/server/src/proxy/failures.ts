import type { ServerResponse } from 'node:http'
import type { AppError } from '@tenon/core'
import { toErrorAnswer } from '../http/errors.ts'
import type { Caller } from './caller.ts'
import { addCors } from './headers.ts'

/** Answers a call with a failure of ours, in the shape of all our APIs. Nothing may have been sent yet. */
export function answerFailure(
  response: ServerResponse,
  failure: AppError,
  requestId: string,
  caller: Caller,
): void {
  const { status, headers, body } = toErrorAnswer(failure, { api: 'connect', requestId })
  const json = Buffer.from(JSON.stringify(body))
  const raw = ['content-type', 'application/json', 'content-length', String(json.length)]
  raw.push(...Object.entries(headers).flat())
  addCors(raw, caller)
  response.writeHead(status, raw).end(json)
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
