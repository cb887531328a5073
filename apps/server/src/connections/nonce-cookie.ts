import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Config } from '../config.ts'
import type { Place, Vault } from '../vault.ts'

/** As long as a user may take at the provider. */
const LIFETIME_S = 15 * 60

/** Who a popup was opened for. */
export interface Binding {
  projectId: string
  userId: string
  integrationId: string
}

/** What is known of the popup's opener. */
const Opener = z.object({
  isFromKnownPage: z
    .boolean()
    .describe('the project lists the origin of the page, and it opened the popup rather than linked to it'),
  expectsMessage: z
    .boolean()
    .describe('its SDK is 2.1.1 or older: it fires its events for a message of the popup only'),
})
export type Opener = z.infer<typeof Opener>

const Content = Opener.extend({ expiresAt: z.number() })

interface Parts {
  vault: Vault
  config: Pick<Config, 'publicUrl'>
}

/**
 * Binds a browser to the flow that was started in it, so that a callback made for somebody else's flow is refused (RFC
 * 6749 §10.12). Sealed by the vault under its binding, so it needs no row and cannot be made elsewhere.
 *
 * @returns a Set-Cookie header
 */
export function nonceCookie(
  { vault, config }: Parts,
  binding: Binding,
  { now, ...opener }: Opener & { now: Date },
): string {
  const content: z.infer<typeof Content> = { ...opener, expiresAt: now.getTime() + LIFETIME_S * 1000 }
  const value = vault.seal(JSON.stringify(content), place(binding)).toString('base64url')
  return `${cookieName(config, binding)}=${value}; ${attributes(config)}; Max-Age=${LIFETIME_S}`
}

export function clearedNonceCookie({ config }: Pick<Parts, 'config'>, binding: Binding): string {
  return `${cookieName(config, binding)}=; ${attributes(config)}; Max-Age=0`
}

/** @returns what the cookie says, or `undefined` when this browser has none for the binding */
export function readNonceCookie(
  { vault, config }: Parts,
  binding: Binding,
  { cookieHeader = '', now }: { cookieHeader: string | undefined; now: Date },
): Opener | undefined {
  const name = `${cookieName(config, binding)}=`
  const value = cookieHeader
    .split('; ')
    .find((pair) => pair.startsWith(name))
    ?.slice(name.length)
  if (!value) return undefined
  try {
    const content = Content.parse(JSON.parse(vault.openText(Buffer.from(value, 'base64url'), place(binding))))
    if (content.expiresAt <= now.getTime()) return undefined
    const hasOpener = cookieHeader.split('; ').includes(`${openerCookieName(config, binding)}=1`)
    return { ...content, isFromKnownPage: content.isFromKnownPage && hasOpener }
  } catch {
    return undefined // forged, or sealed under a key that is gone: as good as none
  }
}

/**
 * What the nonce page's script sets if there is a window that opened it: the Referer alone could come from a link that
 * somebody posted on the product's page.
 *
 * @returns for `document.cookie`
 */
export function openerCookie(config: Pick<Config, 'publicUrl'>, binding: Binding): string {
  const secure = isHttps(config.publicUrl) ? '; Secure' : ''
  return `${openerCookieName(config, binding)}=1; Path=/; SameSite=Lax; Max-Age=${LIFETIME_S}${secure}`
}

function openerCookieName(config: Pick<Config, 'publicUrl'>, binding: Binding): string {
  return `${cookieName(config, binding)}-opener`
}

/** One for each binding, so that several flows can go on in one browser. */
function cookieName(
  { publicUrl }: Pick<Config, 'publicUrl'>,
  { projectId, userId, integrationId }: Binding,
): string {
  const digest = createHash('sha256')
    .update(`${projectId} ${userId} ${integrationId}`)
    .digest('hex')
    .slice(0, 16)
  return `${isHttps(publicUrl) ? '__Host-' : ''}tenon-nonce-${digest}`
}

/** Lax: a provider's redirect is a top-level navigation, and no other site's form can use it. */
function attributes({ publicUrl }: Pick<Config, 'publicUrl'>): string {
  return `Path=/; HttpOnly; SameSite=Lax${isHttps(publicUrl) ? '; Secure' : ''}`
}

const isHttps = (url: string) => url.startsWith('https:')

function place({ projectId, userId, integrationId }: Binding): Place {
  return { table: 'nonce_cookie', column: projectId, rowId: `${userId} ${integrationId}` }
}
