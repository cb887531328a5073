import type { Config } from '../config.ts'

/** Where providers send users back: the redirect URL to register with each of them. */
export function oauthCallbackUrl({ publicUrl }: Pick<Config, 'publicUrl'>): string {
  return `${publicUrl}/oauth`
}

/** What a user token's `aud` may name us as, and what the demo prints. */
export function publicHost({ publicUrl }: Pick<Config, 'publicUrl'>): string {
  return new URL(publicUrl).host
}
