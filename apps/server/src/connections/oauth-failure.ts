import { AppError, type ErrorCode } from '@tenon/core'
import { OAuthError, type OAuthErrorCode } from '@tenon/oauth'
import { type AuthKind, type Provider, visitsProvider } from '@tenon/providers'
import { usesTeamClient } from '../integrations/integrations.ts'

type Explanation = [code: ErrorCode, message: (provider: string, said: string) => string]

const explanations: Record<OAuthErrorCode, Explanation> = {
  access_denied: [
    'access_denied',
    (provider) => `Access was not granted at ${provider}. Nothing was connected`,
  ],
  invalid_grant: [
    'access_denied',
    (provider, said) => `${provider} did not accept the sign-in${said}. Please connect again`,
  ],
  invalid_client: [
    'client_rejected',
    (provider, said) =>
      `${provider} does not accept this product's client id or secret${said}. Its team has to check them`,
  ],
  invalid_request: [
    'upstream_refused',
    (provider, said) =>
      `${provider} did not accept our request${said}. The settings of this integration may be wrong`,
  ],
  server_error: [
    'upstream_refused',
    (provider, said) => `${provider} could not complete the sign-in${said}. Please try again later`,
  ],
  network: ['upstream_unreachable', (provider) => `${provider} could not be reached. Please try again later`],
  malformed_reply: [
    'upstream_protocol_error',
    (provider) => `${provider} sent a reply that cannot be understood`,
  ],
  state_mismatch: [
    'state_mismatch',
    () => 'This answer does not belong to the sign-in that was started. Please connect again',
  ],
}

/** A failure of an authorization server in words for the user, or the fault as it is when it is something else. */
export function oauthFailure(error: unknown, { name }: Pick<Provider, 'name'>): unknown {
  if (!(error instanceof OAuthError)) return error
  if (error.cause instanceof AppError && error.cause.code === 'host_not_allowed') return error.cause
  const [code, message] = explanations[error.code]
  const said = error.description ?? error.providerError
  const meta = error.providerError ? { providerError: error.providerError } : undefined
  return new AppError(code, message(name, said ? ` (${said})` : ''), { cause: error, ...(meta && { meta }) })
}

/** Where something that a user entered was refused. */
interface Entered {
  provider: Pick<Provider, 'name'>
  auth: AuthKind
  inputs: Readonly<Record<string, string>>
}

/** As {@link oauthFailure}; what a user has to enter otherwise is told with the provider's own words and where to find it. */
export function enteredFailure(error: unknown, { provider, auth, inputs }: Entered): unknown {
  if (!(error instanceof OAuthError) || !isTheirs(error, { auth, inputs }))
    return oauthFailure(error, provider)
  const { description, providerError, status } = error
  const said = description ?? providerError
  const words =
    status === undefined && providerError === undefined
      ? 'The private key cannot be read. It begins with -----BEGIN PRIVATE KEY-----'
      : `${provider.name} ${said ? `says: ${said}` : 'does not accept what was entered'}`
  const meta = {
    ...(providerError && { providerError }),
    ...(status !== undefined && { providerStatus: status }),
    ...(auth.help && { help: auth.help }),
  }
  return new AppError('invalid_credentials', words, { cause: error, meta })
}

/**
 * Whether what a user entered is at fault, for good: the same would be refused again. A client that the team registered
 * is the team's.
 */
export function isTheirs({ code }: OAuthError, { auth, inputs }: Pick<Entered, 'auth' | 'inputs'>): boolean {
  if (code === 'invalid_grant') return !visitsProvider(auth)
  return code === 'invalid_client' && !usesTeamClient(auth, inputs)
}
