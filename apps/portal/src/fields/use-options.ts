import { useEffect, useRef, useState } from 'preact/hooks'
import { type LoadPage, type OptionList, startList, withPage } from './option-pages.ts'

/** Long enough not to ask for every letter, short enough not to be felt. */
const SEARCH_PAUSE_MS = 250

interface Options extends OptionList {
  /** Reads the next page, if there is one and none is on its way. */
  more(): void
  retry(): void
}

/**
 * Reads choices page by page while `isWanted`; a new search starts over, and only the newest counts.
 *
 * @param load the component's one source, though it may be a new function each time
 */
export function useOptions(load: LoadPage, search: string, isWanted: boolean): Options {
  const [list, setList] = useState<OptionList>(() => startList(search))
  const [retries, setRetries] = useState(0)
  const newest = useRef(0)
  const shown = useRef<string | undefined>(undefined)

  useEffect(() => {
    const key = `${retries} ${search}`
    if (!isWanted || shown.current === key) return
    const isTyping = shown.current?.startsWith(`${retries} `)
    const timer = setTimeout(
      () => {
        shown.current = key
        void read(startList(search))
      },
      isTyping ? SEARCH_PAUSE_MS : 0,
    )
    return () => clearTimeout(timer)
  }, [search, isWanted, retries])

  async function read(from: OptionList): Promise<void> {
    newest.current += 1
    const number = newest.current
    setList({ ...from, status: 'loading' })
    const next = await load({ cursor: from.nextCursor, search: from.search }).then(
      (page) => withPage(from, page),
      () => ({ ...from, status: 'failed' as const }),
    )
    if (number === newest.current) setList(next)
  }

  return {
    ...list,
    more: () => {
      if (list.status === 'ready' && list.nextCursor !== null) void read(list)
    },
    retry: () => setRetries((count) => count + 1),
  }
}
