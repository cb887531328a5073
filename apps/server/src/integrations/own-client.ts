import { AppError, type Input } from '@tenon/core'
import { type AuthKind, clientOwner, OWN_CLIENT } from '@tenon/providers'

type Inputs = Readonly<Record<string, string>>

/** A user's own OAuth client. A public one has no secret. */
interface OwnClient {
  id: string
  secret: string | undefined
}

/**
 * The client among what a user entered, `undefined` when there is none.
 *
 * @throws AppError `invalid_credentials` for half of one
 */
export function ownClient(auth: AuthKind, inputs: Inputs): OwnClient | undefined {
  const { [OWN_CLIENT.id]: id, [OWN_CLIENT.secret]: secret } = inputs
  if (id && (secret || isPublic(auth))) return { id, secret: secret || undefined }
  if (!id && !secret) return undefined
  const missing = id ? OWN_CLIENT.secret : OWN_CLIENT.id
  throw new AppError(
    'invalid_credentials',
    'A client of your own has an ID and a secret. Please enter both',
    {
      meta: { problems: { [missing]: 'required' } },
    },
  )
}

/** Whether it is for the team to mend when the provider refuses the client. */
export function usesTeamClient(auth: AuthKind, inputs: Inputs): boolean {
  return !inputs[OWN_CLIENT.id] && clientOwner(auth) === 'team'
}

/**
 * A kind that also asks for a client of the user's own, and shows what to register for it, where it takes one.
 *
 * @param isRequired the team has none to fall back to
 */
export function withOwnClient(
  auth: AuthKind,
  {
    provider,
    redirectUrl,
    isRequired: required,
  }: { provider: string; redirectUrl: string; isRequired: boolean },
): AuthKind {
  if (!takesOwnClient(auth)) return auth
  const own: Input[] = [
    {
      type: 'COPYABLE_BUTTON_INPUT',
      id: 'redirect_url',
      title: 'Redirect URL',
      subtitle: `Register this address with an OAuth client of your own at ${provider}.`,
      defaultValue: redirectUrl,
    },
    {
      type: 'TEXT_NO_VARS',
      id: OWN_CLIENT.id,
      title: 'Client ID',
      subtitle: 'Of that client.',
      required,
      ...(!isPublic(auth) && { with: OWN_CLIENT.secret }),
    },
    { type: 'PASSWORD', id: OWN_CLIENT.secret, title: 'Client secret', required, with: OWN_CLIENT.id },
  ]
  const asked = own.filter(({ id }) => id !== OWN_CLIENT.secret || !isPublic(auth))
  const section = required ? {} : { section: 'Use an OAuth client of your own' }
  return { ...auth, inputs: [...auth.inputs, ...asked.map((input) => ({ ...input, ...section }))] }
}

/** Only where the provider sends users back to us: it is there that a client decides what they consent to. */
function takesOwnClient(auth: AuthKind): boolean {
  return auth.type === 'oauth2' && clientOwner(auth) === 'team' && !auth.server.redirectUri
}

/** @param authKinds those offered. @throws AppError `invalid_request` where users could bring a client for none of them */
export function checkTakesOwnClient(authKinds: readonly AuthKind[], provider: string): void {
  if (authKinds.some(takesOwnClient)) return
  const labels = authKinds.map(({ label }) => `"${label}"`).join(' or ')
  throw new AppError(
    'invalid_request',
    `Users cannot bring an OAuth client of their own for ${provider}: they connect it by ${labels}, which takes none`,
  )
}

/** RFC 6749 §2.1: has no secret. Where calls carry it (Etsy) there is one, though the token endpoint asks for none. */
export function isPublic(auth: AuthKind): boolean {
  if (!('server' in auth && 'clientAuth' in auth.server)) return false
  const isCarried = /\{\{\s*client\.secret\s*\}\}/.test(JSON.stringify(auth.placement))
  return auth.server.clientAuth === 'none' && !isCarried
}
