import type { Provider } from '@tenon/providers'
import type { Row } from '@tenon/providers/conformance'

const FOLDER = 'packages/providers/conformance/rows'

/** What pages and their rows lack of each other: sentences, by the page's id; none for those that fit. */
export function rowProblems(
  pages: ReadonlyMap<string, Pick<Provider, 'auth'>>,
  rows: Readonly<Record<string, Pick<Row, 'kinds'>>>,
): [id: string, problems: string[]][] {
  const ids = new Set([...pages.keys(), ...Object.keys(rows)])
  return Array.from(ids, (id): [string, string[]] => {
    const file = `${FOLDER}/${id}.ts`
    const [page, row] = [pages.get(id), rows[id]]
    if (!row) return [id, [`${file} is missing`]]
    if (!page) return [id, [`${file} is of no page in packages/providers/src/catalog.ts`]]
    const known = page.auth.map((kind) => kind.id)
    const present = Object.keys(row.kinds)
    const missing = known.filter((kind) => !present.includes(kind))
    const unknown = present.filter((kind) => !known.includes(kind))
    return [
      id,
      [
        ...missing.map((kind) => `${file} has no kind "${kind}"`),
        ...unknown.map((kind) => `${file} has a kind "${kind}", which the page has not`),
      ],
    ]
  }).filter(([, problems]) => problems.length > 0)
}
