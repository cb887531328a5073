import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { AppError } from '@tenon/core'
import type { Dispatcher } from 'undici'
import { outboundFailure } from '../outbound.ts'
import type { UpstreamAccess } from './access.ts'
import { Answer } from './answer.ts'
import { CallerBody, checkAnnouncedLength, hasBody, isHeld, typeOfJson } from './body.ts'
import { answerFailure, breakOff } from './failures.ts'
import type { ForwardCall, ForwardOutcome } from './forward.ts'
import { upstreamHeaders } from './headers.ts'
import { HeldAnswer } from './held-answer.ts'
import { type Outgoing, signed, withCredentialInBody } from './outgoing.ts'
import { refuseUnforwardable, tooManyCalls, waitedTooLong } from './refusals.ts'
import { noteThrottle, Retries } from './retries.ts'
import { upstreamTarget } from './rewrite.ts'
import { Share } from './share.ts'

/** Why an attempt is given up. Made once: the stack of an abort tells nothing. */
const OVER = new Error('the call is over')

/**
 * One call: an attempt, after a 401 perhaps a second one, and as many retries as the caller asked for. It is what undici reports an attempt to; attempts never
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
  /** Runs while the attempt has no connection, or is not due yet. */
  #wait: NodeJS.Timeout | undefined
  readonly #share: Share
  readonly #retries: Retries | undefined
  #access: UpstreamAccess
  /** Set at the first 401. */
  #renewal: Promise<UpstreamAccess | undefined> | undefined
  /** The answer that is kept back meanwhile: a 401, or one that a retry may better. */
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
    this.#access = call.access
    this.#share = new Share(call.outbound.shares, call.fairnessKey)
    this.#retries =
      call.retry && call.throttle && new Retries(call.retry, request.method ?? 'GET', call.throttle)
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
      else this.#sendWhenDue(null)
    } catch (fault) {
      this.#fail(fault)
    }
  }

  #startWithBody(): void {
    const { caller, limits } = this.#call
    const type = caller.infersContentType ? undefined : (this.#request.headers['content-type'] ?? '')
    if (isHeld(this.#access, type)) this.#inTurn(() => this.#readBody(limits.maxSignedBytes))
    else this.#readBody(undefined)
  }

  /** With a share before anything is held: what waits for one is in nobody's memory. */
  #inTurn(work: () => void): void {
    const proxyUrl = this.#request.headers['x-paragon-proxy-url'] as string | undefined
    const { origin } = upstreamTarget(this.#access, this.#call.pathAndQuery, proxyUrl)
    const onTurn = () => {
      clearTimeout(this.#wait)
      if (!this.#isOver && !this.#failure) work()
    }
    if (this.#share.take(origin, onTurn)) work()
    else this.#failAfterWait(() => tooManyCalls(origin))
  }

  #readBody(holdBytes: number | undefined): void {
    const { caller, limits, onUnauthorized } = this.#call
    const isRepeatable = onUnauthorized !== undefined || this.#retries !== undefined
    const bodyLimits = { ...limits, isRepeatable, holdBytes }
    const body = new CallerBody(this.#request, bodyLimits, (failure) => this.#fail(failure))
    this.#body = body
    if (holdBytes !== undefined) {
      void body.whole().then((whole) => this.#startWithHeld(whole))
      return
    }
    if (!caller.infersContentType) {
      this.#sendWhenDue(body)
      return
    }
    void body.firstChunk().then((chunk) => {
      this.#inferredType = typeOfJson(chunk)
      this.#sendWhenDue(chunk ? body : null)
    })
  }

  /** @param whole `undefined` when the call has failed already */
  #startWithHeld(whole: Buffer | undefined): void {
    if (whole === undefined) return
    if (this.#call.caller.infersContentType) this.#inferredType = typeOfJson(whole)
    if (whole.length === 0) this.#body = undefined
    this.#sendWhenDue(whole.length === 0 ? null : whole)
  }

  #sendWhenDue(body: CallerBody | Buffer | null): void {
    const delayMs = this.#retries?.firstDelay() ?? 0
    if (delayMs === 0) this.#send(this.#access, body)
    else this.#wait = setTimeout(() => this.#send(this.#access, body), delayMs)
  }

  #send(access: UpstreamAccess, body: CallerBody | Buffer | null): void {
    if (this.#isOver || this.#failure) return
    try {
      const proxyUrl = this.#request.headers['x-paragon-proxy-url'] as string | undefined
      const { origin, path } = upstreamTarget(access, this.#call.pathAndQuery, proxyUrl)
      this.#origin = origin
      this.#path = path
      this.#access = access
      this.#controller = undefined
      const onTurn = () => {
        clearTimeout(this.#wait)
        this.#dispatch(access, body)
      }
      if (this.#share.take(origin, onTurn)) this.#dispatch(access, body)
      else this.#failAfterWait(() => tooManyCalls(origin))
    } catch (fault) {
      this.#fail(fault)
    }
  }

  #failAfterWait(failure: () => AppError): void {
    this.#wait = setTimeout(() => this.#fail(failure()), this.#call.limits.firstByteTimeoutMs)
  }

  #dispatch(access: UpstreamAccess, body: CallerBody | Buffer | null): void {
    if (this.#isOver || this.#failure) return
    const { method = 'GET', rawHeaders } = this.#request
    try {
      const headers = upstreamHeaders(
        rawHeaders,
        access,
        this.#call.caller,
        body !== null,
        this.#inferredType,
      )
      const plain = { headers, body }
      const outgoing = access.body ? withCredentialInBody(access, method, plain) : plain
      if (access.signer) this.#sign(access, method, outgoing)
      else this.#hand(method, outgoing)
    } catch (fault) {
      this.#fail(fault)
    }
  }

  #sign(access: UpstreamAccess, method: string, outgoing: Outgoing): void {
    const call = { method, url: this.#origin + this.#path, now: this.#call.now?.() ?? new Date() }
    signed(access, call, outgoing).then(
      (whole) => this.#hand(method, whole),
      (fault) => this.#fail(fault),
    )
  }

  #hand(method: string, { headers, body }: Outgoing): void {
    if (this.#isOver || this.#failure) return
    const { limits, outbound } = this.#call
    const origin = this.#origin
    try {
      outbound.pool(origin).dispatch(
        {
          path: this.#path,
          method,
          headers,
          body,
          headersTimeout: limits.firstByteTimeoutMs,
          bodyTimeout: limits.stallTimeoutMs,
        },
        this,
      )
      // a free connection has begun by now; undici's timers do not cover the wait for one
      if (!this.#controller && !this.#failure) {
        this.#failAfterWait(() => waitedTooLong(origin))
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
        this.#held = new HeldAnswer(head)
        return
      }
    } else if (this.#retries?.mayRepeat(head) && (this.#body?.isKept ?? true)) {
      this.#held = new HeldAnswer(head)
      return
    } else if (this.#call.throttle) {
      noteThrottle(this.#call.throttle, head)
    }
    this.#answer.start(head, controller)
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const held = this.#held
    if (held) {
      if (!held.take(chunk)) this.#release(held, controller)
    } else {
      this.#answer.write(chunk)
    }
  }

  onResponseEnd(): void {
    if (this.#held) {
      this.#held.isComplete = true
      void this.#goOn(this.#held)
    } else {
      this.#answer.end()
    }
  }

  onResponseError(_: unknown, fault: Error): void {
    clearTimeout(this.#wait)
    if (this.#isOver || this.#failure) return
    if (this.#held?.status === 401 && !this.#held.isComplete) void this.#repeat(fault)
    else this.#fail(fault)
  }

  #goOn(held: HeldAnswer): Promise<void> {
    return held.status === 401 ? this.#repeat() : this.#retry(held)
  }

  async #retry(held: HeldAnswer): Promise<void> {
    const delayMs = this.#retries?.next(held)
    const body = this.#body ? await this.#body.whole() : null
    if (this.#isOver || this.#failure) return
    if (delayMs === undefined || body === undefined) this.#release(held)
    else this.#wait = setTimeout(() => this.#send(this.#access, body), delayMs)
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

  /** Lets the caller have the answer after all. */
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
    this.#share.release()
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
