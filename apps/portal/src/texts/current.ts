import { pickLanguage } from './language.ts'

const wanted = new URLSearchParams(location.search).get('lang')

/** The user's language, the same for as long as the page lives. */
export const { texts, tag: language } = pickLanguage(wanted, navigator.languages)

const date = new Intl.DateTimeFormat(language, { dateStyle: 'long' })

export function formatDate(iso: string): string {
  return date.format(new Date(iso))
}
