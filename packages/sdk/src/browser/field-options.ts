import type { ConnectApi } from '../shared/connect-api.ts'
import type { Abortable } from '../shared/user-api.ts'
import type { Input } from '../shared/wire.ts'

export interface FieldOptionsQuery extends Abortable {
  /** Slug of the integration. */
  integration: string
  /** Name of the source, as an input's `sourceType` says. */
  action?: string | undefined
  source?: { cacheKey?: string } | undefined
  search?: string | undefined
  cursor?: string | number | false | undefined
  /** Values of the fields that the options depend on. */
  parameters?: { key: string; source: { type: 'VALUE'; value: unknown } }[] | undefined
  selectedCredentialId?: string | undefined
}

export interface FieldOption {
  value: unknown
  label: string
  subtitle?: string
}

export interface FieldOptions {
  data: FieldOption[] | { title: string; items: FieldOption[] }[]
  /** Further inputs instead of options. */
  nestedData: Input[]
  nextPageCursor: string | null
}

interface Answer {
  output?: unknown[] | { records?: unknown[]; nextPageCursor?: string | null }
}

/** Asks the provider for the choices of an input, such as the user's channels. */
export async function fetchFieldOptions(api: ConnectApi, query: FieldOptionsQuery): Promise<FieldOptions> {
  const { integration, search, cursor, parameters = [], selectedCredentialId, signal } = query
  const answer = await api.call<Answer | undefined>(`${api.project}/sdk/actions`, {
    method: 'POST',
    body: {
      action: integration,
      sourceKey: sourceKey(query),
      parameters,
      paginationParameters: { pageCursor: cursor ?? 0, search },
    },
    selectedCredentialId,
    signal,
  })
  return readFieldOptions(answer)
}

export function sourceKey({ action, source }: FieldOptionsQuery): string {
  const key = action ?? source?.cacheKey
  if (!key) throw new TypeError('Pass `action`, or a `source` that has a cacheKey')
  return key
}

/** Inputs have an id, options have not. */
function readFieldOptions(answer: Answer | undefined): FieldOptions {
  const output = answer?.output ?? []
  const records = Array.isArray(output) ? output : (output.records ?? [])
  const nextPageCursor = (Array.isArray(output) ? null : output.nextPageCursor) ?? null
  const first = records[0]
  const areInputs = typeof first === 'object' && first !== null && 'id' in first
  return areInputs
    ? { data: [], nestedData: records as Input[], nextPageCursor }
    : { data: records as FieldOption[], nestedData: [], nextPageCursor }
}
