/** Codes of Node's sockets, and of PostgreSQL when it ends, starts or has no connection to give. */
const DOWN = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|57P0[1-3]|53300|08...)$/
/** What `pg` says without a code. */
const DOWN_MESSAGE =
  /timeout exceeded when trying to connect|^Connection terminated|^Client .* is not queryable|^Client has encountered a connection error/
/** drizzle's error holds that of `pg`, which may hold that of the socket. */
const MAX_CAUSES = 5

/** Whether a query failed because the database could not be reached, so that the same may succeed later. */
export function isDatabaseDown(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > MAX_CAUSES) return false
  if (('code' in error && DOWN.test(String(error.code))) || DOWN_MESSAGE.test(error.message)) return true
  return isDatabaseDown(error.cause, depth + 1)
}
