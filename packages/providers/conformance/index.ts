import { readdirSync } from 'node:fs'
import type { Row } from './row.ts'

export * from './recorded.ts'
export * from './row.ts'

/** What must happen with each page of the catalog, by id: one file for each in `rows/`. */
export async function loadRows(): Promise<Record<string, Row>> {
  const folder = new URL('rows/', import.meta.url)
  const loaded = readdirSync(folder).map(async (file): Promise<[id: string, row: Row]> => {
    const { default: row } = await import(new URL(file, folder).href)
    return [file.slice(0, -'.ts'.length), row]
  })
  return Object.fromEntries(await Promise.all(loaded))
}
