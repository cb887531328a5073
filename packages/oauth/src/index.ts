export {
  generateRandomCodeVerifier as newCodeVerifier,
  generateRandomState as newState,
} from 'oauth4webapi'
export { OAuthError, type OAuthErrorCode } from './oauth-error.ts'
export {
  type OAuth1Registration,
  type OAuth1Signing,
  signerOf as oauth1SignerOf,
  type TokenPair,
} from './oauth1/registration.ts'
export type { OAuth1Signer } from './oauth1/signer.ts'
export {
  readVerifier,
  temporaryCredentials,
  tokenCredentials,
  userAuthorizationUrl,
} from './oauth1/three-legged.ts'
export { type AuthorizationRequest, authorizationRequest } from './oauth2/authorization-request.ts'
export type { CallbackParameters } from './oauth2/callback.ts'
export { exchangeCredentials } from './oauth2/exchange-credentials.ts'
export {
  authorizationCodeGrant,
  clientCredentialsGrant,
  jwtBearerGrant,
  passwordGrant,
  refreshGrant,
} from './oauth2/grants.ts'
export type { Registration } from './oauth2/registration.ts'
export { revokeToken } from './oauth2/revoke-token.ts'
export type { TokenReply } from './oauth2/token-reply.ts'
export type { Fetch, OAuthContext } from './oauth2/wire/normalising-fetch.ts'
export { safeText } from './safe-text.ts'
export { type AwsCredentials, awsSigner } from './sigv4/signer.ts'
