import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { AppError } from '@tenon/core'
import type { UpstreamAccess } from './access.ts'
import { reclaimAfter } from './reclaim.ts'

/** Bodies up to this size are kept until the answer's status is known, so that a call can be repeated. */
const REPEATABLE_BYTES = 1024 * 1024

export interface BodyLimits {
  maxRequestBytes: number | undefined
  /** Longest silence of the caller. */
  stallTimeoutMs: number
  /** Keep small bodies for a second attempt. */
  isRepeatable: boolean
  /** Nothing goes up before all is here, and no more than so many bytes. @default it goes up as it comes */
  holdBytes?: number | undefined
}

/** RFC 9112 §6.3: a request has a body if one of these says so, whatever its method. */
export function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length']
  return headers['transfer-encoding'] !== undefined || (length !== undefined && Number(length) > 0)
}

/**
 * Whether a body of this type has to be whole before it can go up: to be signed, or to be given the credential's fields.
 *
 * @param type `undefined` while only the body can tell
 */
export function isHeld({ signer, body }: UpstreamAccess, type: string | undefined): boolean {
  if (signer?.covers === 'bodies' || (signer && isForm(type))) return true
  return body !== undefined && (type === undefined || isForm(type) || isJson(type))
}

export function isForm(type: string | undefined): boolean {
  return mediaType(type) === 'application/x-www-form-urlencoded'
}

export function isJson(type: string | undefined): boolean {
  return /^application\/(?:[\w.-]+\+)?json$/.test(mediaType(type))
}

/** RFC 9110 §8.3.1: without parameters. */
function mediaType(type = ''): string {
  return (type.split(';')[0] ?? '').trim().toLowerCase()
}

/** @throws AppError `request_too_large` if the length that the caller announced is over the limit */
export function checkAnnouncedLength(
  { headers }: IncomingMessage,
  maxRequestBytes: number | undefined,
): void {
  if (maxRequestBytes !== undefined && Number(headers['content-length'] ?? 0) > maxRequestBytes) {
    throw tooLarge(maxRequestBytes)
  }
}

/** The type of a body that begins like a JSON object, array or string; `undefined` for any other. */
export function typeOfJson(firstChunk: Buffer | undefined): string | undefined {
  return firstChunk && /^\s*[[{"]/.test(firstChunk.toString('latin1', 0, 64)) ? 'application/json' : undefined
}

/**
 * The caller's body on its way up. It stands between request and connection, since undici destroys the stream it is given
 * as soon as an attempt is over: the caller's request must outlive that, be it to repeat the call or to be answered.
 */
export class CallerBody extends Readable {
  readonly #request: IncomingMessage
  readonly #limits: BodyLimits
  readonly #onFailure: (failure: AppError) => void
  readonly #stall: NodeJS.Timeout
  readonly #first = Promise.withResolvers<Buffer | undefined>()
  readonly #whole = Promise.withResolvers<Buffer | undefined>()
  #kept: Buffer[] | undefined
  #bytes = 0

  /** @param onFailure hears `request_too_large`, and `request_timeout` when the caller falls silent */
  constructor(request: IncomingMessage, limits: BodyLimits, onFailure: (failure: AppError) => void) {
    super()
    this.#request = request
    this.#limits = limits
    this.#onFailure = onFailure
    this.#kept = limits.isRepeatable || limits.holdBytes !== undefined ? [] : undefined
    this.#stall = setTimeout(() => this.#onSilence(), limits.stallTimeoutMs)
    this.on('error', () => {}) // undici destroys it with the fault that the exchange hears of anyway
    request.pause()
    request.on('data', (chunk: Buffer) => this.#take(chunk))
    request.once('end', () => this.#end())
    request.once('close', () => this.#onClose())
    if (limits.holdBytes !== undefined) request.resume()
  }

  /** False once it is too large to be repeated. */
  get isKept(): boolean {
    return this.#kept !== undefined
  }

  /** The first bytes, left in place; `undefined` if the body turns out empty. */
  firstChunk(): Promise<Buffer | undefined> {
    this.read(0)
    return this.#first.promise
  }

  /** Everything, once it has arrived; `undefined` if it was too much to keep, or never came. */
  whole(): Promise<Buffer | undefined> {
    return this.#whole.promise
  }

  override _read(): void {
    this.#request.resume()
  }

  /** The rest of the request is read all the same, or its connection could not carry the answer's end. */
  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.#request.resume()
    callback(error)
  }

  #take(chunk: Buffer): void {
    this.#stall.refresh()
    this.#bytes += chunk.length
    const { maxRequestBytes, holdBytes } = this.#limits
    if (maxRequestBytes !== undefined && this.#bytes > maxRequestBytes) {
      this.#onFailure(tooLarge(maxRequestBytes))
      return
    }
    if (holdBytes !== undefined && this.#bytes > holdBytes) {
      this.#onFailure(tooLargeToHold(holdBytes))
      this.#kept = undefined
      return
    }
    if (holdBytes === undefined && this.#bytes > REPEATABLE_BYTES) this.#kept = undefined
    this.#kept?.push(chunk)
    this.#first.resolve(chunk)
    if (holdBytes !== undefined) return
    reclaimAfter(chunk)
    if (!this.destroyed && !this.push(chunk)) this.#request.pause()
  }

  #end(): void {
    clearTimeout(this.#stall)
    this.#first.resolve(undefined)
    this.#whole.resolve(this.#kept && Buffer.concat(this.#kept))
    if (!this.destroyed) this.push(null)
  }

  #onClose(): void {
    clearTimeout(this.#stall)
    this.#first.resolve(undefined)
    this.#whole.resolve(undefined)
    if (!this.readableEnded && !this.#request.complete) this.destroy()
  }

  /** While the provider does not take what we have, the silence is not the caller's. */
  #onSilence(): void {
    if (this.#request.isPaused()) this.#stall.refresh()
    else this.#onFailure(new AppError('request_timeout', 'The request body stopped arriving'))
  }
}

function tooLargeToHold(maxSignedBytes: number): AppError {
  return new AppError(
    'body_too_large_to_sign',
    `A body that is signed, or carries the credential, may have ${maxSignedBytes} bytes`,
    { meta: { maxSignedBytes } },
  )
}

function tooLarge(maxRequestBytes: number): AppError {
  return new AppError('request_too_large', `The request body exceeds ${maxRequestBytes} bytes`, {
    meta: { maxRequestBytes },
  })
}
