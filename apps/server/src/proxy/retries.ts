import type { Provider } from '@tenon/providers'
import type { AnswerHead } from './answer.ts'
import type { HeldAnswer } from './held-answer.ts'
import { isPassingFault, type RetryBudget, retryDelay } from './retry.ts'
import { bodySaysThrottled, readRetryAfter, throttledUntil, throttleVerdict } from './throttle.ts'

/** What is known of a connection's throttling, and where more of it is kept. */
export interface ThrottleMemory {
  /** From the provider's page. */
  limit: Provider['api']['rateLimit']
  /** Until when the connection is throttled, in milliseconds since 1970, if it is. */
  until: () => number | undefined
  remember: (untilMs: number) => void
  now: () => number
}

/** The attempts of one call whose caller asked for retries. */
export class Retries {
  readonly #budget: RetryBudget
  readonly #method: string
  readonly #memory: ThrottleMemory
  readonly #random: () => number
  #attempt = 0
  #waitedMs = 0

  constructor(budget: RetryBudget, method: string, memory: ThrottleMemory, random = Math.random) {
    this.#budget = budget
    this.#method = method
    this.#memory = memory
    this.#random = random
  }

  /** How long to wait before the first attempt: a connection known to be throttled is not asked in vain. */
  firstDelay(): number {
    const untilMs = this.#memory.until()
    if (untilMs === undefined) return 0
    const delayMs = this.#delay(untilMs)
    this.#waitedMs += delayMs ?? 0
    return delayMs ?? 0
  }

  /** Whether an answer with such a head may have to be repeated. */
  mayRepeat(head: AnswerHead): boolean {
    const isOver = this.#attempt >= this.#budget.retries
    return (
      !isOver &&
      (throttleVerdict(head, this.#memory.limit) !== 'no' || isPassingFault(this.#method, head.status))
    )
  }

  /** @returns how long to wait before the next attempt; `undefined` when this answer is the last */
  next(answer: HeldAnswer): number | undefined {
    const { limit, now, remember } = this.#memory
    const verdict = throttleVerdict(answer, limit)
    const isThrottled =
      verdict === 'yes' || (verdict === 'perhaps' && bodySaysThrottled(answer.text, limit ?? {}))
    if (!isThrottled && !isPassingFault(this.#method, answer.status)) return undefined
    const untilMs = isThrottled
      ? throttledUntil(answer.headers, limit, now())
      : readRetryAfter(answer.headers['retry-after'], now())
    if (isThrottled && untilMs !== undefined) remember(untilMs)
    const delayMs = this.#delay(untilMs)
    if (delayMs === undefined) return undefined
    this.#attempt += 1
    this.#waitedMs += delayMs
    return delayMs
  }

  #delay(untilMs: number | undefined): number | undefined {
    const spent = { attempt: this.#attempt, waitedMs: this.#waitedMs, untilMs }
    return retryDelay(this.#budget, spent, this.#memory.now(), this.#random())
  }
}

/** Remembers a throttle that an answer's head alone tells. Costs a comparison on every other answer. */
export function noteThrottle({ limit, now, remember }: ThrottleMemory, head: AnswerHead): void {
  if (head.status < 400 || throttleVerdict(head, limit) !== 'yes') return
  const untilMs = throttledUntil(head.headers, limit, now())
  if (untilMs !== undefined) remember(untilMs)
}
