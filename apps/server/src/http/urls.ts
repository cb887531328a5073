import type { Config } from '../config.ts'

/** Where providers send users back: the redirect URL to register with each of them. */
export function oauthCallbackUrl({ publicUrl }: Pick<Config, 'publicUrl'>): string {
  return `${publicUrl}/oauth`
}

/** Where a provider posts that issues its consumer for us itself; the state follows. */
export function postedUrl(config: Pick<Config, 'publicUrl'>): string {
  return `${oauthCallbackUrl(config)}/posted`
}

/** What a user token's `aud` may name us as, and what the demo prints. */
export function publicHost({ publicUrl }: Pick<Config, 'publicUrl'>): string {
  return new URL(publicUrl).host
}
