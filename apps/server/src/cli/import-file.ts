import { UsageError } from './command.ts'

/** Without these a first line is no heading, but a row whose values would be taken for names. */
const COLUMNS = ['user', 'integration', 'accountType']

/**
 * The rows of a file: JSON Lines, or CSV (RFC 4180) whose first line names the columns. In both `inputs.api_key` is the
 * same as `api_key` in an object `inputs`; an empty cell is no value.
 *
 * @returns null for a line that is no JSON object: it fails as a row of its own
 * @throws UsageError that names the line, and quotes nothing of it
 */
export function readRows(text: string): unknown[] {
  const content = text.replace(/^\uFEFF/, '')
  const rows = content.trimStart().startsWith('{') ? jsonLines(content) : csvRows(content)
  if (rows.length === 0) throw new UsageError('the file has no rows')
  return rows.map((row) => row && nested(row))
}

function jsonLines(text: string): (Record<string, unknown> | null)[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.map((line) => {
    const value = parseJson(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  })
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function csvRows(text: string): Record<string, unknown>[] {
  const [heading = [], ...lines] = csvCells(text)
  const names = heading.map((name) => name.trim())
  if (!COLUMNS.every((name) => names.includes(name)))
    throw new UsageError(`the first line must name the columns, ${COLUMNS.join(', ')} among them`)
  return lines.map((cells, index) => {
    if (cells.length > names.length)
      throw new UsageError(`row ${index + 1} has more cells than there are columns`)
    const entries = names.map((name, at) => [name, cells[at] ?? ''] as const)
    return Object.fromEntries(entries.filter(([, cell]) => cell !== ''))
  })
}

/** A cell, quoted or not, and what ends it. */
const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y

function csvCells(text: string): string[][] {
  const rows: string[][] = [[]]
  CELL.lastIndex = 0
  while (CELL.lastIndex < text.length) {
    const match = CELL.exec(text)
    if (!match) throw new UsageError(`row ${rows.length - 1} has a quote where none can be`)
    const [, quoted, plain = '', end] = match
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain)
    if (end !== ',') rows.push([])
  }
  return rows.filter((cells) => cells.some((cell) => cell !== ''))
}

/** `{'inputs.api_key': 'k'}` → `{inputs: {api_key: 'k'}}`. */
function nested(row: Record<string, unknown>): Record<string, unknown> {
  const groups: Record<string, Record<string, unknown>> = {}
  const rest: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(row)) {
    const [, group = '', key = ''] = /^(inputs|metadata)\.(.+)$/.exec(name) ?? []
    if (group) groups[group] = { ...groups[group], [key]: value }
    else if (value !== null) rest[name] = value
  }
  for (const [group, values] of Object.entries(groups))
    rest[group] = { ...(rest[group] as object), ...values }
  return rest
}
