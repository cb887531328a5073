import type { Tenon } from '@tenon/sdk'
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { track } from './activity.ts'
import { type Contact, type ContactPage, crmOf } from './crm.ts'
import { type Problem, problemFrom, problemOf } from './problem.ts'

const PAGE_SIZE = '10'

export interface Contacts {
  /** `undefined` until the first page is there. */
  found: Contact[] | undefined
  total: number
  hasMore: boolean
  isLoading: boolean
  problem: Problem | undefined
  loadMore(): void
  retry(): void
  /** Shows a contact that was just added. */
  prepend(contact: Contact): void
}

/** The contacts behind one connection that match `search`, page by page. */
export function useContacts(tenon: Tenon, connectionId: string, search: string): Contacts {
  const [pages, setPages] = useState<ContactPage[]>([])
  const [added, setAdded] = useState<Contact[]>([])
  const [isLoading, setIsLoading] = useState(true)
  const [problem, setProblem] = useState<Problem>()
  const newest = useRef(0)

  const load = useCallback(
    async (before: ContactPage[]) => {
      const question = ++newest.current
      const cursor = before.at(-1)?.next_cursor
      const query = { limit: PAGE_SIZE, ...(search && { search }), ...(cursor && { cursor }) }
      setIsLoading(true)
      setProblem(undefined)
      const answer = await read(tenon, connectionId, query)
      // Whoever typed on meanwhile wants the newer answer.
      if (question !== newest.current) return
      setIsLoading(false)
      if ('data' in answer) setPages([...before, answer])
      else setProblem(answer)
    },
    [tenon, connectionId, search],
  )

  useEffect(() => {
    setPages([])
    setAdded([])
    void load([])
  }, [load])

  const last = pages.at(-1)
  return {
    found: last && [...added, ...pages.flatMap(({ data }) => data)],
    total: (last?.total ?? 0) + added.length,
    hasMore: Boolean(last?.next_cursor),
    isLoading,
    problem,
    loadMore: () => void load(pages),
    retry: () => void load(pages),
    prepend: (contact) => setAdded((before) => [contact, ...before]),
  }
}

async function read(
  tenon: Tenon,
  connectionId: string,
  query: Record<string, string>,
): Promise<ContactPage | Problem> {
  const title = query.cursor ? 'Read the next contacts' : query.search ? 'Searched contacts' : 'Read contacts'
  const call = { kind: 'request', method: 'GET', path: '/contacts', query, connectionId } as const
  try {
    const response = await track(title, call, () => crmOf(tenon).contacts(connectionId, query))
    return response.ok ? await response.json() : await problemOf(response)
  } catch (error) {
    return problemFrom(error)
  }
}
