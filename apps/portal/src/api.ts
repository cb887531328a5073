import { InputOption, PortalView } from '@tenon/core'
import { z } from 'zod'

/** Who asks, for which integration. */
export interface Access {
  projectId: string
  slug: string
  token: string
}

/** One page of a dropdown's choices. */
export interface OptionPage {
  options: (InputOption & { group?: string })[]
  /** Further inputs instead of choices: what a DYNAMIC_COMBO_INPUT asks about the first pick. */
  nested: NestedInput[]
  nextCursor: string | null
}

const NestedInput = z.object({ id: z.string(), title: z.string(), required: z.boolean().default(false) })
export type NestedInput = z.infer<typeof NestedInput>

const Section = z.object({ title: z.string(), items: z.array(InputOption) })
const Records = z.array(z.union([NestedInput, Section, InputOption]))
const SourceAnswer = z.object({
  output: z.union([
    Records,
    z.object({ records: Records, nextPageCursor: z.union([z.string(), z.number()]).nullish() }),
  ]),
})

/**
 * Reads what the portal shows.
 *
 * @throws Error whose message is the server's error body, `{"code":"offline"}` when the server cannot be reached, or
 * `{"code":"internal"}` when it answers something else
 */
export async function loadView(access: Access): Promise<PortalView> {
  const answer = await send(access, `/sdk/portal/${encodeURIComponent(access.slug)}`)
  return parsed(PortalView, answer)
}

/**
 * Reads one page of a source that the provider's page declares (`wire` row 18).
 *
 * @throws as `loadView`
 */
export async function loadOptions(
  access: Access,
  connectionId: string | null,
  source: { key: string; parameters: Record<string, unknown> },
  page: { cursor: string | null; search: string },
): Promise<OptionPage> {
  const answer = await send(access, '/sdk/actions', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(connectionId !== null && { 'x-paragon-credential': connectionId }),
    },
    body: JSON.stringify({
      action: access.slug,
      sourceKey: source.key,
      parameters: Object.entries(source.parameters).map(([key, value]) => ({
        key,
        source: { type: 'VALUE', value },
      })),
      paginationParameters: { pageCursor: page.cursor ?? 0, search: page.search },
    }),
  })
  return optionPage(parsed(SourceAnswer, answer))
}

/** Reads an answer of `wire` row 18, in any of its three shapes: choices, sections of choices, or nested inputs. */
export function optionPage({ output }: z.infer<typeof SourceAnswer>): OptionPage {
  const { records, nextPageCursor } = Array.isArray(output)
    ? { records: output, nextPageCursor: null }
    : output
  const page: OptionPage = {
    options: [],
    nested: [],
    nextCursor: nextPageCursor ? String(nextPageCursor) : null,
  }
  for (const record of records) {
    if ('items' in record)
      page.options.push(...record.items.map((item) => ({ ...item, group: record.title })))
    else if ('id' in record) page.nested.push(record)
    else page.options.push(record)
  }
  return page
}

async function send({ projectId, token }: Access, path: string, init: RequestInit = {}): Promise<unknown> {
  let response: Response
  try {
    response = await fetch(`/projects/${encodeURIComponent(projectId)}${path}`, {
      ...init,
      headers: { accept: 'application/json', ...init.headers, authorization: `Bearer ${token}` },
      credentials: 'omit',
    })
  } catch (cause) {
    throw new Error('{"code":"offline"}', { cause })
  }
  const body = await response.text()
  if (!response.ok) throw new Error(body.startsWith('{') ? body : '{"code":"internal"}')
  return body
}

function parsed<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(String(body)))
  } catch (cause) {
    throw new Error('{"code":"internal"}', { cause })
  }
}
