import { AppError, type InputProblem, inputProblems, templateSlots } from '@tenon/core'
import { type AuthKind, visitsProvider } from '@tenon/providers'
import { isTrusted, readSources } from '../../assemblies/read-source.ts'
import { type AssemblyState, newAssemblyState, tokenState } from '../../assemblies/state.ts'
import type { ProjectContext } from '../../context.ts'
import {
  authKindOf,
  clientOf,
  type Integration,
  missingSettings,
  ownClient,
  scopesOf,
  settingNames,
  usesTeamClient,
} from '../../integrations/integrations.ts'
import { templateValues, upstreamAccess } from '../access.ts'
import { matchesInTime } from '../bounded-pattern.ts'
import { callValues } from '../call-values.ts'
import { enteredFailure } from '../oauth-failure.ts'
import { isRenewable, renew, renewedWith } from '../renew.ts'
import type { ImportRow } from './row.ts'

/** A row that could be saved as it is. */
export interface Prepared {
  row: ImportRow
  integration: Integration
  auth: AuthKind
  state: AssemblyState
}

/**
 * Holds a row against its integration, as far as that is possible without asking anybody.
 *
 * @throws AppError saying what the row, or the integration, lacks
 */
export function prepare(ctx: ProjectContext, row: ImportRow, integration: Integration): Prepared {
  const auth = authKindOf(integration, row.accountType)
  checkInputs(auth, row)
  checkClient(ctx, integration, auth, row)
  const state = { ...newAssemblyState(row.inputs), ...tokenOf(ctx, auth, row) }
  const metadata = { ...checkedMetadata(integration, auth, row), ...fromInputs(integration, auth, state) }
  return { row, integration, auth, state: { ...state, metadata } }
}

/** After the name of the input. */
const problemWords: Record<InputProblem, string> = {
  required: 'is missing',
  not_a_text: 'is too long',
  pattern: 'does not have the form that the provider gives it',
  service_account: 'is not the JSON file of a service account',
  email: 'is no e-mail address',
  url: 'is no web address that begins with https:// or http://',
  number: 'is no number',
  boolean: 'is neither true nor false',
  option: 'is none of the choices',
  shape: 'is not complete',
}

function checkInputs(auth: AuthKind, { inputs }: ImportRow): void {
  const asked = auth.inputs.filter(({ type }) => type !== 'COPYABLE_BUTTON_INPUT')
  const known = asked.map(({ id }) => id)
  if (Object.keys(inputs).some((id) => !known.includes(id)))
    throw refused(`"${auth.id}" has these inputs and no others: ${known.join(', ') || 'none'}`)
  const wrong = Object.entries(inputProblems(asked, inputs, matchesInTime))
  if (wrong.length > 0)
    throw refused(wrong.map(([id, problem]) => `inputs.${id} ${problemWords[problem]}`).join('; '))
}

/** Without a client what is brought along could never be renewed. */
function checkClient(
  { project }: ProjectContext,
  integration: Integration,
  auth: AuthKind,
  { inputs }: ImportRow,
): void {
  ownClient(auth, inputs)
  if (!usesTeamClient(auth, inputs)) return
  const { clientId, hasClientSecret, provider } = integration
  const missing = missingSettings([auth], { clientId, clientSecret: hasClientSecret })
  if (missing.length === 0) return
  const names = missing.map((setting) => settingNames[setting]).join(' and ')
  const command = `npx tenon integration on ${provider.id} --client-id ${clientId ?? 'ID'} --project ${project.id}`
  throw new AppError('not_configured', `${provider.name} needs the ${names} of its OAuth client: ${command}`)
}

function tokenOf({ now }: ProjectContext, auth: AuthKind, row: ImportRow): Pick<AssemblyState, 'token'> {
  const { accessToken, refreshToken, tokenSecret, scope, expiresAt } = row
  if (renewedWith(auth) === undefined && !visitsProvider(auth)) {
    if (accessToken === undefined && refreshToken === undefined) return {}
    throw refused(`"${auth.id}" has no tokens: what is entered goes into inputs`)
  }
  if (accessToken === undefined) {
    if (renewedWith(auth) === 'grant') return {}
    throw refused('accessToken is missing')
  }
  const isOver = expiresAt !== undefined && new Date(expiresAt) <= now()
  if (isOver && !isRenewable(auth, { refreshToken }))
    throw refused('the access token has expired, and there is nothing to renew it with')
  return {
    token: {
      accessToken,
      ...(refreshToken && { refreshToken }),
      ...(tokenSecret && { tokenSecret }),
      ...(scope && { scope }),
      expiresAt: expiresAt === undefined ? null : new Date(expiresAt).toISOString(),
      raw: {},
    },
  }
}

/** Hosts that get a secret are made of some metadata, so it must be such as the provider itself would send. */
function checkedMetadata({ provider }: Integration, auth: AuthKind, { metadata }: ImportRow) {
  const known = Object.keys(auth.metadata)
  if (Object.keys(metadata).some((name) => !known.includes(name)))
    throw refused(`"${auth.id}" has this metadata and no other: ${known.join(', ') || 'none'}`)
  const wrong = known.find((name) => {
    const [source, value] = [auth.metadata[name], metadata[name]]
    return source && value !== undefined && !isTrusted(source, value)
  })
  if (wrong !== undefined) throw refused(`metadata.${wrong} cannot be one of ${provider.name}’s own`)
  return metadata
}

function fromInputs({ provider }: Integration, auth: AuthKind, state: AssemblyState) {
  const sources = Object.entries(auth.metadata).filter(([, { from }]) => from === 'input')
  return readSources(Object.fromEntries(sources), state, { provider })
}

/** A token for what is granted without the user, where the row brought none. @throws AppError in the provider's words */
export async function withToken(ctx: ProjectContext, prepared: Prepared): Promise<Prepared> {
  const { integration, auth, state } = prepared
  const { provider, variables } = integration
  if (state.token || renewedWith(auth) !== 'grant') return prepared
  const credential = { inputs: state.inputs }
  const client = await clientOf(ctx, integration, auth, state.inputs)
  const values = templateValues(auth, credential, state.metadata, variables)
  const renewable = { provider, auth, scopes: scopesOf(integration, auth), credential, client, values }
  try {
    const reply = await renew(renewable, { fetch: ctx.outbound.fetch, now: ctx.now })
    return { ...prepared, state: { ...state, token: tokenState(reply) } }
  } catch (error) {
    throw enteredFailure(error, { provider, auth, inputs: state.inputs })
  }
}

/** Whether every call could be made: nothing that it, or a renewal, is made of is missing. @throws AppError naming it */
export async function checkCalls(ctx: ProjectContext, { integration, auth, state }: Prepared): Promise<void> {
  const { api } = integration.provider
  const templates = [
    auth.baseUrl ?? api.baseUrl,
    api.headers,
    auth.placement,
    auth.signing,
    auth.derived,
    renewalTemplates(auth, state.token),
  ]
  const missing = templateSlots(JSON.stringify(templates)).filter((slot) => {
    const [group, name = ''] = slot.split('.')
    return group === 'metadata' && !Object.hasOwn(state.metadata, name)
  })
  if (missing.length > 0) throw refused(`${[...new Set(missing)].join(' and ')} is missing`)
  if (!state.token && renewedWith(auth) === 'grant') return
  const { inputs, token } = state
  const values = await callValues(
    ctx,
    { integration, auth },
    { inputs, ...(token && { token }) },
    state.metadata,
  )
  upstreamAccess(integration.provider, auth, values)
}

/** Of a token server only what renews: connecting is done, and a revocation that lacks something is left out. */
function renewalTemplates(auth: AuthKind, token: AssemblyState['token']): unknown {
  if (auth.type === 'oauth1' || !('server' in auth)) return undefined
  if (renewedWith(auth) !== 'grant' && !isRenewable(auth, token)) return undefined
  const { tokenUrl, tokenParams, tokenHeaders, refresh } = auth.server
  return [refresh?.url ?? tokenUrl, tokenParams, tokenHeaders, refresh]
}

function refused(message: string): AppError {
  return new AppError('invalid_request', message)
}
