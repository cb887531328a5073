/**
 * How many calls each key has under way, so that no one takes all the connections of an origin. Beyond the limit calls
 * take turns, in order of arrival.
 */
export class Shares {
  readonly #limit: number
  readonly #taken = new Map<string, number>()
  readonly #waiting = new Map<string, Set<() => void>>()

  constructor(limit: number) {
    this.#limit = limit
  }

  /**
   * Every call that was taken in is to be released.
   *
   * @param onTurn called later, when the call is taken in after all, unless it has left
   * @returns whether the call is taken in now
   */
  take(key: string, onTurn: () => void): boolean {
    const taken = this.#taken.get(key) ?? 0
    if (taken < this.#limit) {
      this.#taken.set(key, taken + 1)
      return true
    }
    const waiting = this.#waiting.get(key)
    if (waiting) waiting.add(onTurn)
    else this.#waiting.set(key, new Set([onTurn]))
    return false
  }

  release(key: string): void {
    const [next] = this.#waiting.get(key) ?? []
    if (next) {
      this.leave(key, next)
      next()
      return
    }
    const taken = (this.#taken.get(key) ?? 0) - 1
    if (taken > 0) this.#taken.set(key, taken)
    else this.#taken.delete(key)
  }

  /** Ends the wait of a call that is not taken in. */
  leave(key: string, onTurn: () => void): void {
    const waiting = this.#waiting.get(key)
    waiting?.delete(onTurn)
    if (waiting?.size === 0) this.#waiting.delete(key)
  }
}
