/** How often something that fails is tried again. */
export interface Backoff {
  firstMs: number
  /** The longest wait between two attempts. */
  lastMs: number
}

/**
 * When to try again what has failed: each wait is twice the one before, less up to a quarter by chance, so that many that
 * failed together do not come back together.
 *
 * @param failures so far, the one that just happened included
 * @param random from 0 to 1
 */
export function nextAttemptAt(
  { firstMs, lastMs }: Backoff,
  failures: number,
  { now, random }: { now: Date; random: number },
): Date {
  const waitMs = Math.min(firstMs * 2 ** (failures - 1), lastMs)
  return new Date(now.getTime() + Math.round(waitMs * (1 - random / 4)))
}
