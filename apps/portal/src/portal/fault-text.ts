import type { ErrorCode } from '@tenon/core'
import type { Fault } from '../sdk/fault.ts'
import { texts } from '../texts/current.ts'

interface FaultText {
  title: string
  text: string
}

/**
 * What a failure means for the user. With `said` the message is meant for them; every other message is for those who run
 * the product, and is not shown.
 */
type Meaning =
  | 'said'
  | 'denied'
  | 'blocked'
  | 'closed'
  | 'expired'
  | 'signedOut'
  | 'offline'
  | 'setup'
  | 'providerDown'
  | 'providerRefused'
  | 'unknown'

/** Codes that this page and the SDK give; `unknown` comes with what the SDK or an older server said. */
type LocalCode = 'unknown' | 'popup_blocked' | 'popup_closed' | 'oauth_timeout' | 'offline'

const meanings: Readonly<Record<ErrorCode | LocalCode, Meaning>> = {
  unknown: 'said',
  popup_blocked: 'blocked',
  popup_closed: 'closed',
  oauth_timeout: 'expired',
  offline: 'offline',
  invalid_request: 'unknown',
  invalid_path: 'unknown',
  access_denied: 'denied',
  state_mismatch: 'said',
  invalid_credentials: 'said',
  unauthenticated: 'signedOut',
  token_expired: 'signedOut',
  forbidden: 'unknown',
  not_found: 'setup',
  not_configured: 'setup',
  integration_incomplete: 'setup',
  connection_missing: 'unknown',
  request_timeout: 'unknown',
  conflict: 'unknown',
  connection_needs_reauth: 'unknown',
  connection_pending: 'unknown',
  session_expired: 'expired',
  request_too_large: 'unknown',
  body_too_large_to_sign: 'unknown',
  host_not_allowed: 'said', // an address that the user entered; for the team's the server says integration_incomplete
  upgrade_refused: 'unknown',
  rate_limited: 'said',
  internal: 'unknown',
  upstream_unreachable: 'providerDown',
  upstream_dns_failed: 'providerDown',
  upstream_tls_failed: 'providerDown',
  upstream_reset: 'providerDown',
  upstream_protocol_error: 'providerRefused',
  upstream_upgraded: 'providerRefused',
  upstream_response_too_large: 'providerRefused',
  client_rejected: 'setup',
  upstream_refused: 'providerRefused',
  upstream_timeout: 'providerDown',
  upstream_stalled: 'providerDown',
  unavailable: 'unknown',
}

/** How an attempt to connect failed, in words: the provider's own where it has some. */
export function attemptFaultText(fault: Fault, provider: string, product: string): FaultText {
  const { failed, load } = texts
  const title = failed.title(provider)
  const words: Record<Meaning, FaultText> = {
    said: { title, text: faultMessage(fault) || failed.unknown },
    denied: { title: failed.denied, text: failed.deniedText(product) },
    blocked: { title: failed.blocked, text: failed.blockedText },
    closed: { title: failed.closed, text: failed.closedText },
    expired: { title, text: failed.expired },
    signedOut: { title: load.signedOut, text: load.signedOutText(product) },
    offline: { title, text: failed.offline },
    setup: { title, text: failed.setup(product) },
    providerDown: { title, text: failed.providerDown(provider) },
    providerRefused: { title, text: failed.providerRefused(provider, product) },
    unknown: { title, text: failed.unknown },
  }
  return words[meaningOf(fault)]
}

/** Why there is nothing to show, in words. */
export function loadFaultText(fault: Fault, product: string): FaultText {
  const { load, failed } = texts
  const meaning = meaningOf(fault)
  if (meaning === 'offline') return { title: load.offline, text: load.offlineText }
  if (meaning === 'signedOut') return { title: load.signedOut, text: load.signedOutText(product) }
  if (meaning === 'setup') return { title: load.missing, text: failed.setup(product) }
  return { title: load.broken, text: load.brokenText }
}

/** The message as far as it is for the user: empty when there is none, or it is for those who run the product. */
export function faultMessage(fault: Fault): string {
  const { code, message } = fault
  if (meaningOf(fault) !== 'said') return ''
  // A message of the server is a sentence for people; that of an unknown error may be anything.
  return code === 'unknown' && !/\s/.test(message) ? '' : message
}

/** A code that none of ours is, such as a provider's `invalid_scope`, is nothing a user could act on. */
function meaningOf({ code }: Fault): Meaning {
  return Object.hasOwn(meanings, code) ? meanings[code as keyof typeof meanings] : 'unknown'
}
