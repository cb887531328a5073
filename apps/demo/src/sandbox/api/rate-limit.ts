/** A fixed window in which a caller may make `limit` calls. Times in milliseconds. */
export interface RateWindow {
  startedAt: number
  calls: number
}

export interface Admission {
  isAllowed: boolean
  remaining: number
  /** Until the window ends and calls count from zero again. */
  resetMs: number
  window: RateWindow
}

/** Counts one more call in `window`, or in a fresh one when there is none or it has ended. */
export function admit(
  window: RateWindow | undefined,
  { limit, windowMs }: { limit: number; windowMs: number },
  now: number,
): Admission {
  const isLive = window !== undefined && now - window.startedAt < windowMs
  const { startedAt, calls } = isLive ? window : { startedAt: now, calls: 0 }
  const isAllowed = calls < limit
  return {
    isAllowed,
    remaining: Math.max(0, limit - calls - 1),
    resetMs: startedAt + windowMs - now,
    window: { startedAt, calls: isAllowed ? calls + 1 : calls },
  }
}
