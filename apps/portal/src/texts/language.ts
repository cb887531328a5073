import { de } from './de.ts'
import { en, type Texts } from './en.ts'

/** A further language is one more file here; English answers for all others. */
const languages: Readonly<Record<string, Texts>> = { en, de }

export interface Language {
  texts: Texts
  /** What dates are written in, and the page's `lang`: a BCP 47 tag, with the user's region when it is their language. */
  tag: string
}

/**
 * @param wanted what the address asks for (`?lang=de`), or `null`
 * @param preferred the browser's languages, best first
 */
export function pickLanguage(wanted: string | null, preferred: readonly string[]): Language {
  for (const tag of wanted ? [wanted, ...preferred] : preferred) {
    const primary = primaryOf(tag)
    const texts = languages[primary]
    if (!texts) continue
    // What is wanted comes from an address: only its language is taken from there, the region from the browser.
    return { texts, tag: preferred.find((own) => primaryOf(own) === primary) ?? primary }
  }
  return { texts: en, tag: 'en' }
}

function primaryOf(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? ''
}
