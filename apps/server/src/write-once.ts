import { randomUUID } from 'node:crypto'
import { link, readFile, rm, writeFile } from 'node:fs/promises'

/**
 * Creates a file unless it exists. It is written whole before it gets its name, and `link` never replaces: of several
 * processes the first decides, and nobody ever reads half of it.
 *
 * @returns what the file holds, by whomever it was written
 */
export async function writeOnce(path: string, text: string, mode: number): Promise<string> {
  const draft = `${path}.${randomUUID()}`
  await writeFile(draft, text, { mode, flag: 'wx', flush: true })
  try {
    await link(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(draft)
  }
  return readFile(path, 'utf8')
}
