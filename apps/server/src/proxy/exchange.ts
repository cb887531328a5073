import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { AppError } from '@tenon/core'
import type { Dispatcher } from 'undici'
import { outboundFailure } from '../outbound.ts'
import type { UpstreamAccess } from './access.ts'
import { Answer, type AnswerHead } from './answer.ts'
import { CallerBody, checkAnnouncedLength, hasBody, typeOfJson } from './body.ts'
import { answerFailure, breakOff } from './failures.ts'
import type { ForwardCall, ForwardOutcome } from './forward.ts'
import { upstreamHeaders } from './headers.ts'
import { upstreamTarget } from './rewrite.ts'

/** A 401 up to this size is kept while the credential is refreshed. */
const HELD_BYTES = 64 * 1024

/** Why an attempt is given up. Made once: the stack of an abort tells nothing. */
const OVER = new Error('the call is over')

interface HeldAnswer extends AnswerHead {
  chunks: Buffer[]
  bytes: number
  isComplete: boolean
}

/**
 * One call: an attempt, and after a 401 perhaps a second one. It is what undici reports an attempt to; attempts never
 * overlap.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly #request: IncomingMessage
  readonly #response: ServerResponse
  readonly #call: ForwardCall
  readonly #settle: (outcome: ForwardOutcome) => void
  readonly #answer: Answer
  #body: CallerBody | undefined
  #inferredType: string | undefined
  #origin = ''
  #path = ''
  #controller: Dispatcher.DispatchController | undefined
  /** Runs while the attempt has no connection. */
  #wait: NodeJS.Timeout | undefined
  /** What is held of the origin's connections, until the call is over. */
  #share: string | undefined
  /** Set while others of the same key hold all that it may. */
  #leaveQueue: (() => void) | undefined
  /** Set at the first 401. */
  #renewal: Promise<UpstreamAccess | undefined> | undefined
  /** The 401 that is kept back meanwhile. */
  #held: HeldAnswer | undefined
  #upstreamStatus: number | undefined
  #wasRepeated = false
  #failure: AppError | undefined
  #isOver = false

  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    call: ForwardCall,
    settle: (outcome: ForwardOutcome) => void,
  ) {
    this.#request = request
    this.#response = response
    this.#call = call
    this.#settle = settle
    this.#answer = new Answer(request, response, call, (fault) => this.#fail(fault))
  }

  start(): void {
    if (this.#response.closed) {
      this.#finish()
      return
    }
    this.#response.on('close', () => this.#finish())
    try {
      refuseUnforwardable(this.#request)
      checkAnnouncedLength(this.#request, this.#call.limits.maxRequestBytes)
      if (hasBody(this.#request)) this.#startWithBody()
      else this.#send(this.#call.access, null)
    } catch (fault) {
      this.#fail(fault)
    }
  }

  #startWithBody(): void {
    const { access, caller, limits, onUnauthorized } = this.#call
    const bodyLimits = { ...limits, isRepeatable: onUnauthorized !== undefined }
    const body = new CallerBody(this.#request, bodyLimits, (failure) => this.#fail(failure))
    this.#body = body
    if (!caller.infersContentType) {
      this.#send(access, body)
      return
    }
    void body.firstChunk().then((chunk) => {
      this.#inferredType = typeOfJson(chunk)
      this.#send(access, chunk ? body : null)
    })
  }

  #send(access: UpstreamAccess, body: CallerBody | Buffer | null): void {
    if (this.#isOver || this.#failure) return
    try {
      const proxyUrl = this.#request.headers['x-paragon-proxy-url'] as string | undefined
      const { origin, path } = upstreamTarget(access, this.#call.pathAndQuery, proxyUrl)
      this.#origin = origin
      this.#path = path
      this.#controller = undefined
      if (this.#takesShare(() => this.#dispatch(access, body))) this.#dispatch(access, body)
    } catch (fault) {
      this.#fail(fault)
    }
  }

  /** @returns false if `onTurn` is to be awaited */
  #takesShare(onTurn: () => void): boolean {
    const { fairnessKey, outbound, limits } = this.#call
    if (fairnessKey === undefined || this.#share !== undefined) return true
    const key = `${fairnessKey} ${this.#origin}`
    const onShare = () => {
      this.#leaveQueue = undefined
      clearTimeout(this.#wait)
      this.#share = key
      onTurn()
    }
    if (outbound.shares.take(key, onShare)) {
      this.#share = key
      return true
    }
    this.#leaveQueue = () => outbound.shares.leave(key, onShare)
    this.#wait = setTimeout(() => this.#fail(tooManyCalls(this.#origin)), limits.firstByteTimeoutMs)
    return false
  }

  #dispatch(access: UpstreamAccess, body: CallerBody | Buffer | null): void {
    if (this.#isOver || this.#failure) return
    const { caller, limits, outbound } = this.#call
    const { method = 'GET', rawHeaders } = this.#request
    const origin = this.#origin
    try {
      outbound.pool(origin).dispatch(
        {
          path: this.#path,
          method,
          headers: upstreamHeaders(rawHeaders, access, caller, body !== null, this.#inferredType),
          body,
          headersTimeout: limits.firstByteTimeoutMs,
          bodyTimeout: limits.stallTimeoutMs,
        },
        this,
      )
      // a free connection has begun by now; undici's timers do not cover the wait for one
      if (!this.#controller && !this.#failure) {
        this.#wait = setTimeout(() => this.#fail(waitedTooLong(origin)), limits.firstByteTimeoutMs)
      }
    } catch (fault) {
      this.#fail(fault)
    }
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    clearTimeout(this.#wait)
    this.#controller = controller
    if (this.#isOver || this.#failure) controller.abort(OVER)
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    if (status < 200) return
    const head = { status, headers }
    this.#upstreamStatus = status
    this.#held = undefined
    if (status === 401 && !this.#renewal && this.#call.onUnauthorized) {
      this.#renewal = this.#call.onUnauthorized().catch(() => undefined)
      if (this.#body?.isKept ?? true) {
        this.#held = { ...head, chunks: [], bytes: 0, isComplete: false }
        return
      }
    }
    this.#answer.start(head, controller)
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const held = this.#held
    if (held) {
      held.chunks.push(chunk)
      held.bytes += chunk.length
      if (held.bytes > HELD_BYTES) this.#release(held, controller)
    } else {
      this.#answer.write(chunk)
    }
  }

  onResponseEnd(): void {
    if (this.#held) {
      this.#held.isComplete = true
      void this.#repeat()
    } else {
      this.#answer.end()
    }
  }

  onResponseError(_: unknown, fault: Error): void {
    clearTimeout(this.#wait)
    if (this.#isOver || this.#failure) return
    if (this.#held && !this.#held.isComplete) void this.#repeat(fault)
    else this.#fail(fault)
  }

  /** @param fault broke off the 401 that is kept back */
  async #repeat(fault?: Error): Promise<void> {
    const access = await this.#renewal
    const body = access && this.#body ? await this.#body.whole() : null
    if (this.#isOver || this.#failure) return
    if (access && body !== undefined) {
      this.#wasRepeated = true
      this.#send(access, body)
    } else if (fault) {
      this.#fail(fault)
    } else if (this.#held) {
      this.#release(this.#held)
    }
  }

  /** Lets the caller have the 401 after all. */
  #release(held: HeldAnswer, controller?: Dispatcher.DispatchController): void {
    this.#held = undefined
    try {
      this.#answer.start(held, controller)
      for (const chunk of held.chunks) this.#answer.write(chunk)
      if (held.isComplete) this.#answer.end()
    } catch (fault) {
      this.#giveUp(outboundFailure(fault, this.#origin))
    }
  }

  #fail(fault: unknown): void {
    if (this.#isOver || this.#failure || this.#response.writableEnded) return
    this.#failure = outboundFailure(fault, this.#origin)
    clearTimeout(this.#wait)
    if (this.#held?.isComplete) this.#release(this.#held)
    else this.#giveUp(this.#failure)
  }

  #giveUp(failure: AppError): void {
    this.#failure ??= failure
    this.#controller?.abort(OVER)
    if (this.#response.headersSent) breakOff(this.#response)
    else answerFailure(this.#response, failure, this.#call.requestId, this.#call.caller)
  }

  /** The response is closed: sent, broken off by us, or left by the caller. */
  #finish(): void {
    this.#isOver = true
    clearTimeout(this.#wait)
    this.#leaveQueue?.()
    if (this.#share !== undefined) this.#call.outbound.shares.release(this.#share)
    this.#answer.stopWaiting()
    const { statusCode, headersSent, writableFinished } = this.#response
    if (!writableFinished) {
      this.#controller?.abort(OVER)
      this.#body?.destroy()
    }
    this.#settle({
      status: headersSent ? statusCode : 0,
      upstreamStatus: this.#upstreamStatus,
      wasRepeated: this.#wasRepeated,
      failure: this.#failure,
      callerLeft: !writableFinished && !this.#failure,
    })
    this.#call.observe?.({
      method: this.#request.method ?? '',
      path: this.#path,
      status: statusCode,
      sample: this.#answer.sample,
    })
  }
}

/**
 * Upgrades would leave HTTP, and with it everything that is promised here. `h2c` is only an offer, which some clients
 * (Java's) make with every request. TRACE would show the caller the credential.
 */
function refuseUnforwardable({ method, headers: { upgrade } }: IncomingMessage): void {
  if (upgrade !== undefined && upgrade.toLowerCase() !== 'h2c') {
    throw new AppError('upgrade_refused', `Connections cannot be upgraded to ${upgrade} through the proxy`)
  }
  if (method === 'TRACE') throw new AppError('invalid_request', 'TRACE cannot be forwarded')
}

function tooManyCalls(origin: string): AppError {
  return new AppError(
    'rate_limited',
    `This user has too many calls to ${origin} under way: retry when some of them have ended`,
  )
}

function waitedTooLong(origin: string): AppError {
  return new AppError('upstream_timeout', `no connection to ${origin} became free in time`)
}
