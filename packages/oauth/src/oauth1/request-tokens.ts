import { OAuthError } from '../oauth-error.ts'
import type { OAuthContext } from '../oauth2/wire/normalising-fetch.ts'
import { readText } from '../oauth2/wire/read-text.ts'
import { safeText } from '../safe-text.ts'
import { type ProblemReply, problemCode, readProblem } from './problem.ts'
import type { TokenPair } from './registration.ts'
import type { OAuth1Signer } from './signer.ts'

const TIMEOUT_MS = 30_000

/** A reply of either endpoint: the pair, and all parameters but the secret. */
export interface TokenPairReply extends TokenPair {
  raw: Record<string, string>
}

export interface TokenPairRequest {
  url: URL
  sign: OAuth1Signer
  /** `oauth_callback` or `oauth_verifier`. */
  parameters: Record<string, string>
  /** Kept out of what the server says in an error. */
  secrets: readonly string[]
}

/** One signed request for a pair of token and secret, RFC 5849 §2.1 and §2.3. @throws OAuthError */
export async function requestTokens(
  { url, sign, parameters, secrets }: TokenPairRequest,
  context: OAuthContext,
): Promise<TokenPairReply> {
  const authorization = sign({ method: 'POST', url: url.href }, { now: context.now() }, parameters)
  return readTokens(await send(url, authorization, context), secrets)
}

async function send(
  url: URL,
  authorization: string,
  { fetch, signal = AbortSignal.timeout(TIMEOUT_MS) }: OAuthContext,
): Promise<ProblemReply> {
  const headers = { authorization, accept: '*/*', 'user-agent': 'Tenon' }
  try {
    const response = await fetch(url.href, { method: 'POST', headers, redirect: 'manual', signal })
    const challenge = response.headers?.get('www-authenticate') ?? undefined
    return { status: response.status, text: await readText(response.body), challenge }
  } catch (cause) {
    throw cause instanceof OAuthError ? cause : new OAuthError('network', { cause })
  }
}

/** Reads a form-encoded reply. @throws OAuthError */
function readTokens(reply: ProblemReply, secrets: readonly string[]): TokenPairReply {
  const { status, text } = reply
  const { oauth_token_secret: tokenSecret, ...raw } = Object.fromEntries(new URLSearchParams(text.trim()))
  const token = raw.oauth_token
  if (status < 300 && token && tokenSecret !== undefined) return { token, tokenSecret, raw }
  const refusal = readProblem(reply)
  if (status < 300 && refusal.error === undefined)
    throw new OAuthError('malformed_reply', { status, detail: 'there is no token' })
  throw new OAuthError(problemCode(refusal), {
    status,
    providerError: refusal.error && safeText(refusal.error, secrets),
    description: refusal.description && safeText(refusal.description, secrets),
  })
}
