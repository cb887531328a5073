import type { Answer } from '../customer.ts'
import type { Stage, World } from '../world.ts'

/** Does something to the world. @returns what it saw, in a line. @throws BrokenPromise */
export type Scenario = (world: Stage) => Promise<string>

/** The server has not done what DESIGN.md says. */
class BrokenPromise extends Error {
  override name = 'BrokenPromise'
}

/** @param seen put into the message, so that a broken promise can be understood from the log alone */
export function promise(isKept: boolean, what: string, seen?: unknown): asserts isKept {
  if (!isKept) throw new BrokenPromise(seen === undefined ? what : `${what}: ${JSON.stringify(seen)}`)
}

/** How often each outcome was met, such as `{"200": 199, "404 connection_missing": 1}`. */
export function tally(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const answer of answers) {
    const name = outcomeOf(answer)
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

function outcomeOf({ status, code, body }: Answer): string {
  if (status === undefined) return `no answer, ${body}`
  return code === undefined ? String(status) : `${status} ${code}`
}

/** Forgets what earlier scenarios did, so that what is counted is this one's. */
export function startCounting({ provider }: World): void {
  provider.received.length = 0
  provider.tokens.requests.length = 0
}

/** A rotated refresh token that is sent twice can end the whole grant (RFC 9700 §4.14.2). */
export function promiseTokensWereSpentOnce({ provider }: World): void {
  const sent = provider.tokens.refreshes.map(({ parameters }) => parameters.refresh_token)
  promise(new Set(sent).size === sent.length, 'no refresh token is sent twice', sent.length)
}
