import { accounts } from './accounts.ts'
import type { ContactBook, ContactDump } from './contacts.ts'
import { openKeptFile } from './kept-file.ts'
import { seedContacts } from './seed.ts'

export interface ContactBooks {
  /** By account id. */
  books: ReadonlyMap<string, ContactBook>
  close(): void
}

/**
 * Every account's contacts: those of the last run where there is a file that can be read, else the ones it starts with.
 *
 * @param path where they are kept over a restart; without one they are forgotten
 */
export function openContactBooks(path: string | undefined, now: () => number): ContactBooks {
  const dump = () => Object.fromEntries([...books].map(([id, book]) => [id, book.dump()]))
  const file = path === undefined ? undefined : openKeptFile(path, dump)
  const kept = (file?.content ?? {}) as Partial<Record<string, ContactDump>>
  const books = new Map(
    accounts.map((account, index) => {
      const book = seedContacts(account, index, now)
      const dumped = kept[account.id]
      if (dumped) book.load(dumped)
      book.onChange = () => file?.changed()
      return [account.id, book]
    }),
  )
  return { books, close: () => file?.close() }
}
