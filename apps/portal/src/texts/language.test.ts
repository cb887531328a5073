import { expect, it } from 'vitest'
import { de } from './de.ts'
import { en } from './en.ts'
import { pickLanguage } from './language.ts'

it('takes the first of the browser’s languages that there are texts for, with its region', () => {
  expect(pickLanguage(null, ['fr-FR', 'de-AT', 'en'])).toEqual({ texts: de, tag: 'de-AT' })
})

it('lets the address decide, and knows no other language than those', () => {
  expect(pickLanguage('de', ['en-GB'])).toEqual({ texts: de, tag: 'de' })
  expect(pickLanguage('en-#!', ['en-GB'])).toEqual({ texts: en, tag: 'en-GB' })
  expect(pickLanguage('xx', ['fr'])).toEqual({ texts: en, tag: 'en' })
})
