import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AppError } from '@tenon/core'
import type { Outbound } from '../outbound.ts'
import type { UpstreamAccess } from './access.ts'
import type { Caller } from './caller.ts'
import { Exchange } from './exchange.ts'
import type { ThrottleMemory } from './retries.ts'
import type { RetryBudget } from './retry.ts'

interface ForwardLimits {
  /** From the request's last byte to the answer's first, and for the wait for a connection. */
  firstByteTimeoutMs: number
  /** Longest silence within a body, either way. */
  stallTimeoutMs: number
  maxRequestBytes: number | undefined
  maxResponseBytes: number | undefined
  /** Of a body that is signed, or that carries the credential: it is held until it is whole. */
  maxSignedBytes: number
}

export interface ForwardCall {
  access: UpstreamAccess
  outbound: Pick<Outbound, 'pool' | 'shares'>
  /** Calls with the same key share a part of an origin's connections: the connected user's id. @default no limit */
  fairnessKey?: string
  limits: ForwardLimits
  caller: Caller
  requestId: string
  /** What followed `/sdk/proxy/{integration}/` in the request target, byte for byte. */
  pathAndQuery: string
  /**
   * Called once, when the provider answers 401. With a fresh access the call is repeated, if its body could be kept;
   * either way the caller gets the provider's own last answer. A rejection counts as no access.
   */
  onUnauthorized?: () => Promise<UpstreamAccess | undefined>
  throttle?: ThrottleMemory
  /** For signatures. @default the machine's clock */
  now?: () => Date
  /** What the caller allows when the provider throttles or has a passing fault. @default nothing */
  retry?: RetryBudget | undefined
  /** Called after the answer has gone out. Must not throw. */
  observe?: (observation: Observation) => void
}

/** What an observer may see of one exchange. */
export interface Observation {
  method: string
  /** As sent to the provider. */
  path: string
  status: number
  /** The first bytes of the provider's answer, at most 64 KiB, in its own content coding. */
  sample: Buffer
}

/** How a call ended. */
export interface ForwardOutcome {
  /** The status that the caller was sent; 0 if it was gone before. */
  status: number
  /** The provider's last status; `undefined` if it gave none. */
  upstreamStatus: number | undefined
  /** The call was sent a second time, after a 401. */
  wasRepeated: boolean
  /** What failed on our side or the provider's, whether or not the caller could still be told. */
  failure: AppError | undefined
  callerLeft: boolean
}

/**
 * Forwards one call and answers it, whatever happens. Trailers are dropped, both ways.
 *
 * @returns never rejects; resolves when the exchange is over
 */
export function forward(
  request: IncomingMessage,
  response: ServerResponse,
  call: ForwardCall,
): Promise<ForwardOutcome> {
  return new Promise((resolve) => new Exchange(request, response, call, resolve).start())
}
