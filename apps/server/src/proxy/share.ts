import type { Shares } from '../outbound/shares.ts'

/** What one call holds of an origin's connections, or waits for. */
export class Share {
  readonly #shares: Shares
  /** Undefined: nobody shares, nobody waits. */
  readonly #fairnessKey: string | undefined
  #held: string | undefined
  #leaveQueue: (() => void) | undefined

  constructor(shares: Shares, fairnessKey: string | undefined) {
    this.#shares = shares
    this.#fairnessKey = fairnessKey
  }

  /** @returns false if `onTurn` is to be awaited: others of the same key hold all that it may */
  take(origin: string, onTurn: () => void): boolean {
    if (this.#fairnessKey === undefined || this.#held !== undefined) return true
    const key = `${this.#fairnessKey} ${origin}`
    const onShare = () => {
      this.#leaveQueue = undefined
      this.#held = key
      onTurn()
    }
    if (this.#shares.take(key, onShare)) {
      this.#held = key
      return true
    }
    this.#leaveQueue = () => this.#shares.leave(key, onShare)
    return false
  }

  /** Gives it back, or ends the wait for it. */
  release(): void {
    this.#leaveQueue?.()
    this.#leaveQueue = undefined
    if (this.#held !== undefined) this.#shares.release(this.#held)
    this.#held = undefined
  }
}
