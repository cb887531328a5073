import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMask, MIN_PROTECTED_LENGTH, REDACTED } from './protect.ts'

const SECRET = 'p@ss/w+rd "1"~ü'
const MIB = 1024 * 1024

const component = encodeURIComponent(SECRET)
const form = new URLSearchParams([['', SECRET]]).toString().slice(1)
const json = JSON.stringify(SECRET).slice(1, -1)

test.each<[string, string]>([
  ['as it is', SECRET],
  ['as a URI component', component],
  ['as a URI component in small letters', component.replace(/%../g, (code) => code.toLowerCase())],
  ['as a form', form],
  ['as JSON', json],
  ['as JSON with escaped slashes', json.replaceAll('/', '\\/')],
  ['as JSON in ASCII', json.replace('ü', '\\u00fc')],
  ['as JSON in ASCII and capitals', json.replace('ü', '\\u00FC')],
])('masks a value that is written %s', (_, written) => {
  expect(createMask([SECRET]).text(`it is <${written}>, twice: ${written}`)).toBe(
    `it is <${REDACTED}>, twice: ${REDACTED}`,
  )
})

test.each<BufferEncoding>(['base64', 'base64url'])(
  'masks all of a value that is in %s by itself',
  (encoding) => {
    for (const secret of ['123456', '1234567', '12345678', SECRET]) {
      const encoded = Buffer.from(secret).toString(encoding)
      const mask = createMask([secret])
      expect(mask.text(`Basic ${encoded}`)).toBe(`Basic ${REDACTED}`)
      expect(mask.text(encoded.replace(/=+$/, ''))).toBe(REDACTED)
    }
  },
)

test('what merges with a value into base64 keeps only what says nothing of it', () => {
  const encoded = Buffer.from('client:hunter22:rest').toString('base64')
  const masked = createMask(['hunter22']).text(encoded)
  const [before = '', after = ''] = masked.split(REDACTED)
  expect(Buffer.from(before, 'base64').toString()).toBe('client')
  expect(Buffer.from(after, 'base64').toString('latin1')).not.toMatch(/hunter|22:/)
})

test('values that overlap are masked together', () => {
  expect(createMask(['abcdef', 'defghi']).text('x abcdefghi y')).toBe(`x ${REDACTED} y`)
  expect(createMask(['abcdef', 'abcdef-123456']).text('x abcdef-123456')).toBe(`x ${REDACTED}`)
  expect(createMask(['abcdef', 'ghijkl']).text('abcdefghijkl')).toBe(REDACTED)
})

test('the lines of a key count by themselves, its frame does not', () => {
  const body = ['MIIEvQIBADANBgkqhkiG9w0BAQEFAASC', 'BKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj']
  const key = ['-----BEGIN PRIVATE KEY-----', ...body, '-----END PRIVATE KEY-----'].join('\n')
  expect(createMask([key]).text(`-----BEGIN PRIVATE KEY----- ${body[1]}`)).toBe(
    `-----BEGIN PRIVATE KEY----- ${REDACTED}`,
  )
})

test('short texts and ordinary words are left alone', () => {
  const short = 'x'.repeat(MIN_PROTECTED_LENGTH - 1)
  expect(createMask(['', short]).text(`${short} and others`)).toBe(`${short} and others`)
  expect(createMask([SECRET]).text('nothing to see')).toBe('nothing to see')
})

test('masks texts, names and numbers of JSON and keeps the rest', () => {
  const mask = createMask(['12345678', 'hunter22'])
  const value = { id: 12345678, list: ['hunter22', true, null, 7], hunter22: { deep: 'a hunter22' } }
  expect(mask.json(value)).toEqual({
    id: REDACTED,
    list: [REDACTED, true, null, 7],
    [REDACTED]: { deep: `a ${REDACTED}` },
  })
  expect(mask.json(JSON.parse('{"__proto__": "hunter22"}'))).toEqual(
    JSON.parse(`{"__proto__": "${REDACTED}"}`),
  )
})

test('what is nested beyond reason is masked as a whole', () => {
  const deep = JSON.parse(`${'['.repeat(10_000)}"hunter22"${']'.repeat(10_000)}`)
  expect(JSON.stringify(createMask(['hunter22']).json(deep))).not.toContain('hunter22')
})

const secretText = fc.string({ unit: 'binary', minLength: MIN_PROTECTED_LENGTH, maxLength: 40 })
const secrets = fc.array(secretText, { minLength: 1, maxLength: 5 })
const around = fc.string({ unit: 'binary', maxLength: 12 })

test('no value survives in any spelling, wherever it stands', () => {
  fc.assert(
    fc.property(secrets, around, around, fc.nat(), (values, before, after, pick) => {
      const secret = values[pick % values.length] ?? ''
      const spelled = [
        secret,
        encodeURIComponent(secret),
        new URLSearchParams([['', secret]]).toString().slice(1),
        JSON.stringify(secret).slice(1, -1),
        Buffer.from(secret).toString('base64'),
        Buffer.from(secret).toString('base64url'),
      ]
      const mask = createMask(values)
      // Nothing of the mark itself may count as found.
      for (const one of spelled.filter((text) => !REDACTED.includes(text))) {
        expect(
          mask
            .text(before + one + after)
            .split(REDACTED)
            .join('\0'),
        ).not.toContain(one)
      }
    }),
  )
})

test('no value can be read from base64 of a text that holds it', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme-ascii', minLength: 9, maxLength: 30 }),
      around,
      around,
      (secret, before, after) => {
        const encoded = Buffer.from(before + secret + after).toString('base64')
        const masked = createMask([secret]).text(encoded)
        expect(masked).toContain(REDACTED)
        for (const part of masked.split(REDACTED)) {
          // Cut anywhere, a run of base64 may begin at any of its four characters.
          for (const skip of [0, 1, 2, 3]) {
            const read = Buffer.from(part.slice(skip), 'base64').toString('latin1')
            if (!before.includes(secret) && !after.includes(secret)) expect(read).not.toContain(secret)
          }
        }
      },
    ),
  )
})

test('text without a value is the same text', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[0-9]{6,12}$/)),
      fc.stringMatching(/^[ a-fx-z]*$/),
      (values, text) => {
        expect(createMask(values).text(text)).toBe(text)
      },
    ),
  )
})

test('one MiB of text and 500 values take well below a second', () => {
  const values = Array.from({ length: 500 }, (_, index) => `secret-value-number-${index}-${index * 7919}`)
  const mask = createMask(values)
  const text = 'secret-value of {"a":"number"} '.repeat(MIB / 31)
  const begun = performance.now()
  expect(mask.text(text)).toBe(text)
  expect(performance.now() - begun).toBeLessThan(500) // about 60 ms
})
