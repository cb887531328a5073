import type { Fault } from '../sdk/fault.ts'
import { texts } from '../texts/current.ts'

interface FaultText {
  title: string
  text: string
}

/** How an attempt to connect failed, in words: the provider's own where it has some. */
export function attemptFaultText({ code, message }: Fault, provider: string, product: string): FaultText {
  const { failed } = texts
  const own = known(code, provider, product)
  if (own) return own
  // A message of the server is a sentence for people; that of an unknown error may be anything.
  const text = code === 'unknown' && !/\s/.test(message) ? '' : message
  return { title: failed.title(provider), text: text || failed.unknown }
}

function known(code: string, provider: string, product: string): FaultText | undefined {
  const { failed } = texts
  const title = failed.title(provider)
  if (code === 'access_denied') return { title: failed.denied, text: failed.deniedText(product) }
  if (code === 'popup_blocked') return { title: failed.blocked, text: failed.blockedText }
  if (code === 'session_expired') return { title, text: failed.expired }
  if (code === 'offline') return { title, text: failed.offline }
  const isProviderDown = code.startsWith('upstream_') && code !== 'upstream_refused'
  return isProviderDown ? { title, text: failed.providerDown(provider) } : undefined
}

/** Why there is nothing to show, in words. */
export function loadFaultText({ code }: Fault, product: string): FaultText {
  const { load } = texts
  if (code === 'offline') return { title: load.offline, text: load.offlineText }
  if (code === 'unauthenticated' || code === 'token_expired')
    return { title: load.signedOut, text: load.signedOutText(product) }
  if (code === 'not_found' || code === 'not_configured')
    return { title: load.missing, text: load.missingText }
  return { title: load.broken, text: load.brokenText }
}
