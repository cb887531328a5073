/** Of an unused refresh token's life: before this part of it nothing is due, after that one everything is. */
const FROM = 0.5
const UNTIL = 0.8

/**
 * When a credential that nobody uses is renewed, so that its refresh token does not die of disuse: somewhere between half
 * and four fifths of its life, by the random end of its id, so that connections made on one day are not renewed on one.
 *
 * @param id UUIDv7
 * @param issuedAt of the last token
 * @param unusedLifetimeMs after that long without a refresh the refresh token dies
 */
export function unusedRenewalAt(
  { id, issuedAt }: { id: string; issuedAt: Date },
  unusedLifetimeMs: number,
): Date {
  return new Date(issuedAt.getTime() + unusedLifetimeMs * (FROM + (UNTIL - FROM) * chanceOf(id)))
}

/** The earliest and the latest that {@link unusedRenewalAt} says, as parts of the life. */
export const UNUSED_RENEWAL_SPAN = { from: FROM, until: UNTIL } as const

/** From 0 to 1, the same for an id at all times: its last 32 bits. */
function chanceOf(id: string): number {
  return Number.parseInt(id.slice(-8), 16) / 2 ** 32
}
