import { AppError, fill, type InputOption, readPath, readText, type TemplateValues } from '@tenon/core'
import type { Source } from '@tenon/providers'
import type { ApiAnswer } from '../assemblies/state.ts'
import type { UserContext } from '../context.ts'
import { authKindUsed, type Integration } from '../integrations/integrations.ts'
import { secretsOf } from './access.ts'
import { callApi, errorMessage, isSuccess } from './call-api.ts'
import { callValues } from './call-values.ts'
import { failureForUser } from './failure-for-user.ts'
import { nextCursor } from './next-cursor.ts'
import { openChoice } from './open-choice.ts'
import { withFreshCredential } from './resolve.ts'
import { openCredential } from './sealed.ts'
import { readLevels } from './source-levels.ts'
import type { ConnectionRow } from './store.ts'

/** Names the options that a pending connection still has to choose from: `choice:organisation`. */
export const CHOICE_SOURCE = 'choice:'

export interface LoadOptions {
  /** A source of the provider's page, or a {@link CHOICE_SOURCE}. */
  source: string
  /** One that is left out is taken from its own source, value by value. */
  parameters: Record<string, string>
  /** From the page before. */
  cursor: string | undefined
  search: string | undefined
}

export interface OptionsPage {
  options: InputOption[]
  /** Absent: this is the last page. */
  nextCursor?: string
}

/** One page of a dynamic dropdown, read from the provider's API with the connection's credential. */
export async function loadOptions(
  ctx: UserContext,
  integration: Integration,
  connection: ConnectionRow,
  wanted: LoadOptions,
): Promise<OptionsPage> {
  if (wanted.source.startsWith(CHOICE_SOURCE))
    return { options: openChoice(connection, ctx.now())?.options ?? [] }
  const { provider } = integration
  if (!Object.hasOwn(provider.sources, wanted.source))
    throw new AppError('not_found', `${provider.name} has no source "${wanted.source}"`)
  try {
    const reader = await sourceReader(ctx, integration, connection)
    const { source: searched, search } = wanted
    return await readLevels(provider.sources, wanted, (position) =>
      reader({ ...position, search: position.source === searched ? search : undefined }),
    )
  } catch (error) {
    throw failureForUser(ctx, error, {
      integration,
      auth: authKindUsed(integration, connection.accountType),
    })
  }
}

/** Reads single pages with one credential, made fresh once. */
async function sourceReader(ctx: UserContext, integration: Integration, connection: ConnectionRow) {
  const { provider } = integration
  const { resolved, row } = await withFreshCredential(ctx, integration, connection)
  if (!row.credential) throw new TypeError('a fresh connection has a credential')
  const { auth } = resolved
  const credential = openCredential(ctx.vault, row.id, row.credential)
  const known = await callValues(ctx, { integration, auth }, credential, row.metadata)
  return async (wanted: LoadOptions): Promise<OptionsPage> => {
    const source = provider.sources[wanted.source]
    if (!source) throw new TypeError(`no source "${wanted.source}", which another needs`)
    const values = { ...known, parameters: wanted.parameters }
    const answer = await callApi({
      ...request(source, wanted, values),
      provider,
      auth,
      values,
      fetch: ctx.outbound.fetch,
      now: ctx.now,
    })
    if (isSuccess(answer, provider.api.successCheck)) return toPage(source, wanted, answer)
    const secrets = secretsOf(provider, auth, values)
    const said = errorMessage(answer, provider.api.errorPaths, secrets) ?? `HTTP status ${answer.status}`
    throw new AppError('invalid_request', `${provider.name} did not list ${source.title}: ${said}`, {
      meta: { providerStatus: answer.status },
    })
  }
}

/** Where cursor and search text go: into the query, or, with POST, into the JSON body. */
function request(source: Source, { cursor, search }: LoadOptions, values: TemplateValues) {
  const asked = {
    ...(source.next && cursor !== undefined && { [source.next.param]: cursor }),
    ...(source.searchParam && search !== undefined && { [source.searchParam]: search }),
  }
  const { method, url } = source
  if (method === 'GET') return { method, url, query: asked }
  const json = Object.entries(asked).reduce(
    (body, [path, value]) => withField(body, path.split('.'), value),
    filled(source.body ?? {}, values),
  )
  return { method, url, json }
}

/** The same JSON object with one field set, and the objects around it made where there are none. */
function withField(body: unknown, [key = '', ...deeper]: string[], value: string): object {
  const fields: Record<string, unknown> = typeof body === 'object' && body !== null ? { ...body } : {}
  return { ...fields, [key]: deeper.length > 0 ? withField(fields[key], deeper, value) : value }
}

function filled(body: unknown, values: TemplateValues): unknown {
  if (typeof body === 'string') return fill(body, values)
  if (Array.isArray(body)) return body.map((item) => filled(item, values))
  if (typeof body !== 'object' || body === null) return body
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, filled(value, values)]))
}

/** What an answer lists, and how to go on from it. */
function toPage(source: Source, { cursor }: Pick<LoadOptions, 'cursor'>, answer: ApiAnswer): OptionsPage {
  const found = readPath(answer.body, source.itemsPath)
  const items = Array.isArray(found) ? found : []
  const options = items.flatMap((item): InputOption[] => {
    const value = readText(item, source.valuePath)
    if (value === undefined) return []
    const subtitle = source.subtitlePath && readText(item, source.subtitlePath)
    return [{ value, label: readText(item, source.labelPath) ?? value, ...(subtitle && { subtitle }) }]
  })
  const { body, link } = answer
  const next = source.next && nextCursor(source.next, { body, items, link, cursor })
  return { options, ...(next && { nextCursor: next }) }
}
