import { OAuth2Server } from '@tenon/core'
import type { Registration } from '../oauth2/registration.ts'
import type { OAuthContext } from '../oauth2/wire/normalising-fetch.ts'

export const REDIRECT_URI = 'https://tenon.example/oauth/callback'
export const NOW = new Date('2026-01-01T00:00:00Z')

export const context: OAuthContext = { fetch, now: () => NOW }

/** What makes one server special. */
export type Special = Partial<(typeof OAuth2Server)['_zod']['input']>

/** A description of the server at an origin, with what makes it special. */
export function serverAt(origin: string, special: Special = {}): OAuth2Server {
  return OAuth2Server.parse({
    authorizationUrl: `${origin}/authorize`,
    tokenUrl: `${origin}/token`,
    clientAuth: 'body',
    pkce: false,
    ...special,
  })
}

export function registrationAt(origin: string, special: Special = {}): Registration<OAuth2Server> {
  return {
    server: serverAt(origin, special),
    client: { id: 'client-1', secret: 'client-secret-1' },
    values: {},
  }
}
