import type { IncomingMessage } from 'node:http'
import { AppError } from '@tenon/core'

/**
 * Upgrades would leave HTTP, and with it everything that is promised here. `h2c` is only an offer, which some clients
 * (Java's) make with every request. TRACE would show the caller the credential.
 */
export function refuseUnforwardable({ method, headers: { upgrade } }: IncomingMessage): void {
  if (upgrade !== undefined && upgrade.toLowerCase() !== 'h2c') {
    throw new AppError('upgrade_refused', `Connections cannot be upgraded to ${upgrade} through the proxy`)
  }
  if (method === 'TRACE') throw new AppError('invalid_request', 'TRACE cannot be forwarded')
}

export function tooManyCalls(origin: string): AppError {
  return new AppError(
    'rate_limited',
    `This user has too many calls to ${origin} under way: retry when some of them have ended`,
  )
}

export function waitedTooLong(origin: string): AppError {
  return new AppError('upstream_timeout', `no connection to ${origin} became free in time`)
}
