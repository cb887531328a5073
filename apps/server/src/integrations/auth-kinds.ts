import { AppError, fillUrl } from '@tenon/core'
import { type AuthKind, knownScopes, type Provider, visitsProvider } from '@tenon/providers'
import type { Integration } from './integration.ts'

/** The account type that a client asks for: absent or `default` means the first. Of a list the first counts. */
interface AccountTypeOption {
  accountType?: string | string[] | undefined
}

/** @throws AppError `invalid_request` listing what the integration offers */
export function authKindOf({ authKinds, provider }: Integration, accountType?: string): AuthKind {
  const found = accountType === undefined ? authKinds[0] : authKinds.find(({ id }) => id === accountType)
  if (found) return found
  const offered = authKinds.map(({ id }) => `"${id}"`).join(', ')
  throw new AppError(
    'invalid_request',
    `${provider.name} has no account type "${accountType}"; it offers ${offered}`,
  )
}

/** The kind that a connection was made with, whether or not it is still offered. */
export function authKindUsed({ authKinds, provider, variables }: Integration, accountType: string): AuthKind {
  const offered = authKinds.find(({ id }) => id === accountType)
  if (offered) return offered
  const found = provider.auth.find(({ id }) => id === accountType)
  if (found) return withHelpLink(found, variables)
  throw new Error(`the page of "${provider.id}" has lost the account type "${accountType}"`)
}

/** With the link that helps to find what is asked, which may lead to where the team's variables say. */
export function withHelpLink(auth: AuthKind, variables: Record<string, string>): AuthKind {
  const { help } = auth
  return help ? { ...auth, help: { ...help, url: fillUrl(help.url, { variables }) } } : auth
}

/** Which kind a caller wants by its install options. @throws as {@link authKindOf} */
export function wantedAuthKind(integration: Integration, { accountType }: AccountTypeOption): AuthKind {
  const wanted = Array.isArray(accountType) ? accountType[0] : accountType
  return authKindOf(integration, wanted === 'default' ? undefined : wanted)
}

/**
 * Which kind a form was filled in for. Existing clients do not always say: then it is the one that asks for most of what
 * was entered.
 */
export function authKindForPayload(
  integration: Integration,
  options: AccountTypeOption,
  payload: Record<string, unknown>,
): AuthKind {
  if (options.accountType !== undefined) return wantedAuthKind(integration, options)
  const forms = integration.authKinds.filter((auth) => !visitsProvider(auth))
  const entered = (auth: AuthKind) => auth.inputs.filter(({ id }) => Object.hasOwn(payload, id)).length
  const [best] = forms.toSorted((one, other) => entered(other) - entered(one))
  return best ?? authKindOf(integration)
}

/** What the integration asks for. The team chooses for the first kind that visits the provider; others, such as Slack's user tokens, have scopes of their own. */
export function scopesOf({ scopes, authKinds }: Integration, auth: AuthKind): string[] {
  if (!('scopes' in auth)) return []
  const isChosenFor = authKinds.find(visitsProvider)?.id === auth.id
  if (!scopes || !isChosenFor) return auth.scopes.map(({ name }) => name)
  const required = knownScopes(auth)
    .filter((scope) => scope.required)
    .map(({ name }) => name)
  return [...new Set([...required, ...scopes])]
}

/** Checks the team's choice of what is offered. @throws AppError `invalid_request` listing what the page has */
export function checkAccountTypes(provider: Provider, accountTypes: readonly string[] = []): void {
  const unknown = accountTypes.find((type) => !provider.auth.some(({ id }) => id === type))
  if (unknown === undefined) return
  const known = provider.auth.map(({ id }) => id).join(', ')
  throw new AppError('invalid_request', `${provider.name} has no account type "${unknown}"; it has ${known}`)
}
