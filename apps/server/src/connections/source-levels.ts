import { AppError } from '@tenon/core'
import type { Provider } from '@tenon/providers'
import { z } from 'zod'
import type { OptionsPage } from './options.ts'

/** Parents without children, looked at for one page: a user must not wait for a whole account to be read. */
const MAX_EMPTY = 10

/** Of a source that was read for all values of its parameter: how far that has come. */
const Place = z.object({
  parents: z.string().optional().describe('cursor of the page of parents'),
  item: z.int().nonnegative().describe('which of its parents'),
  own: z.string().optional().describe('cursor within that parent’s list'),
})
type Place = z.infer<typeof Place>

export interface SourcePosition {
  source: string
  parameters: Record<string, string>
  cursor: string | undefined
}

/** Reads one page of a source that has all its parameters. */
export type ReadPage = (position: SourcePosition) => Promise<OptionsPage>

/**
 * One page of a source. A parameter that is not given, since the form that asks has no list for it, is taken from its own
 * source, value by value: Asana's projects without a workspace are those of all workspaces.
 *
 * @throws AppError `invalid_request` for a cursor that is none of ours
 */
export async function readLevels(
  sources: Provider['sources'],
  position: SourcePosition,
  read: ReadPage,
): Promise<OptionsPage> {
  const { source, parameters, cursor } = position
  const missing = sources[source]?.parameters.find((name) => !parameters[name])
  if (missing === undefined) return read(position)
  let place: Place | undefined = parsePlace(cursor)
  for (let looks = 0; place && looks < MAX_EMPTY; looks++) {
    const at: Place = place
    const parents = await readLevels(sources, { source: missing, parameters, cursor: at.parents }, read)
    const parent = parents.options[at.item]
    const own = parent && { ...parameters, [missing]: String(parent.value) }
    const page = own ? await readLevels(sources, { source, parameters: own, cursor: at.own }, read) : NOTHING
    place = nextPlace(at, page, parents)
    if (parent && page.options.length > 0) {
      const options = page.options.map((option) => ({ subtitle: parent.label, ...option }))
      return { options, ...(place && { nextCursor: JSON.stringify(place) }) }
    }
  }
  return { options: [], ...(place && { nextCursor: JSON.stringify(place) }) }
}

const NOTHING: OptionsPage = { options: [] }

function nextPlace({ parents, item }: Place, page: OptionsPage, above: OptionsPage): Place | undefined {
  if (page.nextCursor !== undefined) return { parents, item, own: page.nextCursor }
  if (item + 1 < above.options.length) return { parents, item: item + 1 }
  return above.nextCursor === undefined ? undefined : { parents: above.nextCursor, item: 0 }
}

function parsePlace(cursor: string | undefined): Place {
  if (cursor === undefined) return { item: 0 }
  try {
    return Place.parse(JSON.parse(cursor))
  } catch (cause) {
    throw new AppError('invalid_request', 'The cursor is none that an earlier page gave', { cause })
  }
}
