/** Lists sort contacts by how well one knows them; an app can offer them in a dropdown. */
export const lists = [
  { id: 'lst_leads', name: 'Leads' },
  { id: 'lst_customers', name: 'Customers' },
  { id: 'lst_partners', name: 'Partners' },
  { id: 'lst_press', name: 'Press' },
] as const

/** A person in the CRM, as the API sends it. Times are ISO 8601 in UTC. */
export interface Contact {
  id: string
  name: string
  email: string
  phone: string | null
  company: string | null
  title: string | null
  list_id: string
  created_at: string
  updated_at: string
}

/** What a caller may set. */
export type ContactFields = Pick<Contact, 'name' | 'email' | 'phone' | 'company' | 'title' | 'list_id'>

export interface ContactQuery {
  /** Where the last page ended; opaque to callers. */
  cursor?: string | undefined
  limit: number
  /** Found in name, e-mail address or company, in any case. */
  search?: string | undefined
  listId?: string | undefined
}

export interface ContactPage {
  contacts: Contact[]
  /** Absent on the last page. */
  nextCursor: string | undefined
  /** How many contacts match in all. */
  total: number
}

/** All of a book, for `load()`. */
export interface ContactDump {
  sequence: number
  contacts: [sequence: number, contact: Contact][]
}

/** What a sandbox needs to hold: of more, the oldest go. */
const MAX_CONTACTS = 1_000

/** One account's contacts, newest first. A cursor is a place in that order, so it outlives the contact it ended on. */
export class ContactBook {
  readonly #prefix: string
  readonly #now: () => number
  readonly #bySequence = new Map<number, Contact>()
  #sequence = 1000
  /** Called after each change. */
  onChange = () => {}

  constructor(prefix: string, now: () => number) {
    this.#prefix = prefix
    this.#now = now
  }

  /** @throws RangeError when the cursor is not one of ours */
  list({ cursor, limit, search = '', listId }: ContactQuery): ContactPage {
    const before = cursor === undefined ? Number.POSITIVE_INFINITY : readCursor(cursor)
    const matching = [...this.#bySequence]
      .filter(
        ([, contact]) => matches(contact, search) && (listId === undefined || contact.list_id === listId),
      )
      .sort(([a], [b]) => b - a)
    const rest = matching.filter(([sequence]) => sequence < before)
    const page = rest.slice(0, limit)
    const last = page.at(-1)
    return {
      contacts: page.map(([, contact]) => contact),
      nextCursor: last && rest.length > page.length ? writeCursor(last[0]) : undefined,
      total: matching.length,
    }
  }

  find(id: string): Contact | undefined {
    return this.#bySequence.get(this.#sequenceOf(id))
  }

  /** `createdAt` is for contacts that were there before us. */
  add(fields: ContactFields, createdAt = this.#now()): Contact {
    const sequence = ++this.#sequence
    const at = new Date(createdAt).toISOString()
    const contact = { id: `con_${this.#prefix}${sequence}`, ...fields, created_at: at, updated_at: at }
    this.#bySequence.set(sequence, contact)
    const [oldest] = this.#bySequence.keys()
    if (oldest !== undefined && this.#bySequence.size > MAX_CONTACTS) this.#bySequence.delete(oldest)
    this.onChange()
    return contact
  }

  update(id: string, changes: Partial<ContactFields>): Contact | undefined {
    const contact = this.find(id)
    if (!contact) return undefined
    const changed = { ...contact, ...changes, updated_at: new Date(this.#now()).toISOString() }
    this.#bySequence.set(this.#sequenceOf(id), changed)
    this.onChange()
    return changed
  }

  /** Says whether there was such a contact. */
  remove(id: string): boolean {
    const wasThere = this.#bySequence.delete(this.#sequenceOf(id))
    if (wasThere) this.onChange()
    return wasThere
  }

  dump(): ContactDump {
    return { sequence: this.#sequence, contacts: [...this.#bySequence] }
  }

  /** Replaces all there is by what `dump()` gave. */
  load({ sequence, contacts }: ContactDump): void {
    this.#sequence = sequence
    this.#bySequence.clear()
    for (const [number, contact] of contacts) this.#bySequence.set(number, contact)
  }

  #sequenceOf(id: string): number {
    const prefix = `con_${this.#prefix}`
    return id.startsWith(prefix) ? Number(id.slice(prefix.length)) : Number.NaN
  }
}

function matches({ name, email, company }: Contact, search: string): boolean {
  const wanted = search.trim().toLowerCase()
  return [name, email, company ?? ''].some((text) => text.toLowerCase().includes(wanted))
}

function writeCursor(sequence: number): string {
  return Buffer.from(`before:${sequence}`).toString('base64url')
}

function readCursor(cursor: string): number {
  const [, sequence] = /^before:(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (sequence === undefined) throw new RangeError('This cursor was not written by us')
  return Number(sequence)
}
