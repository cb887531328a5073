import { fill, type OAuth1Server, type Signing, type TemplateValues } from '@tenon/core'
import { type OAuth1Signer, oauth1Signer } from './signer.ts'

export type OAuth1Signing = Extract<Signing, { scheme: 'oauth1' }>

/** A server, how calls to it are signed, and what fills both descriptions: {{client.…}} is among it. */
export interface OAuth1Registration {
  server: OAuth1Server
  signing: OAuth1Signing
  values: TemplateValues
}

/** A token and the secret that signs with it: temporary, RFC 5849 §2.1, or the user's, §2.3. */
export interface TokenPair {
  token: string
  tokenSecret: string
}

/**
 * Signs by a page's description.
 *
 * @param pair instead of the description's own token, while there is none; `null`: no token at all
 * @throws OAuthError `invalid_client` for a private key that cannot be read
 * @throws AppError `invalid_request` for a slot without a value
 */
export function signerOf(
  signing: OAuth1Signing,
  values: TemplateValues,
  pair?: TokenPair | null | undefined,
): OAuth1Signer {
  const { method, realm, consumerKey, consumerSecret } = signing
  const own = () =>
    signing.token === undefined
      ? {}
      : { token: fill(signing.token, values), tokenSecret: fill(signing.tokenSecret, values) }
  return oauth1Signer({
    method,
    realm: realm === undefined ? undefined : fill(realm, values),
    consumerKey: fill(consumerKey, values),
    consumerSecret: fill(consumerSecret, values),
    ...(pair === undefined ? own() : pair),
  })
}
