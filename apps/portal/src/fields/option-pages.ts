import type { InputOption } from '@tenon/core'
import { z } from 'zod'
import type { OptionPage } from '../api.ts'

export type Option = OptionPage['options'][number]

/** Reads one page of choices. `cursor` is what the page before gave, `null` for the first. */
export type LoadPage = (page: { cursor: string | null; search: string }) => Promise<OptionPage>

const HostPage = z.object({
  options: z.array(z.looseObject({ value: z.union([z.string(), z.number()]), label: z.string() })),
  nextPageCursor: z.union([z.string(), z.number()]).nullish(),
})

/** Reads what a loader of the host page answered: `{options, nextPageCursor}`. */
export function hostPage(answer: unknown): OptionPage {
  const { options, nextPageCursor } = HostPage.parse(answer)
  return {
    options: options.map(({ value, label }) => ({ value, label })),
    nested: [],
    nextCursor: nextPageCursor ? String(nextPageCursor) : null,
  }
}

/** Choices that are all there already, searched by every word in label and subtitle. */
export function fixedPage(options: readonly InputOption[]): LoadPage {
  return async ({ search }) => {
    const words = search.toLocaleLowerCase().split(/\s+/)
    const matches = ({ label, subtitle = '' }: InputOption) => {
      const text = `${label} ${subtitle}`.toLocaleLowerCase()
      return words.every((word) => text.includes(word))
    }
    return { options: options.filter(matches), nested: [], nextCursor: null }
  }
}

/** The choices read so far for one search. */
export interface OptionList {
  search: string
  options: readonly Option[]
  nextCursor: string | null
  status: 'loading' | 'ready' | 'failed'
}

export function startList(search: string): OptionList {
  return { search, options: [], nextCursor: null, status: 'loading' }
}

/** One more page; a choice that a provider repeats across pages is shown once. */
export function withPage(list: OptionList, page: OptionPage): OptionList {
  const known = new Set(list.options.map(({ value }) => value))
  const added = page.options.filter(({ value }) => !known.has(value))
  return { ...list, options: [...list.options, ...added], nextCursor: page.nextCursor, status: 'ready' }
}
