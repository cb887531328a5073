import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Derivation, deriveValues } from './derive.ts'
import { AppError } from './errors.ts'
import { fill, fillUrl } from './template.ts'

/** Texts with much of what means something in a URL, halves of surrogate pairs included. */
const piece = fc.oneof(
  fc.constantFrom(
    '..',
    '.',
    '/',
    '\\',
    '%',
    '%2e',
    '%2F',
    '@',
    ':',
    '?',
    '#',
    '&',
    '=',
    ';',
    ' ',
    '\t',
    '\n',
    '\0',
  ),
  fc.constantFrom(
    'http://',
    'https://',
    '//',
    'evil.example',
    'acme',
    '443',
    '99999',
    '0x7f.1',
    '127.1',
    'xn--a',
    '[::1]',
  ),
  fc.string({
    unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    maxLength: 4,
  }),
  fc.domain(),
)
const anyText = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''))

/** What is filled in, or `undefined` when it is refused as it should be. */
function filled(template: string, x: string): string | undefined {
  try {
    return fillUrl(template, { inputs: { x } })
  } catch (error) {
    expect(error).toBeInstanceOf(AppError)
    return undefined
  }
}

function decodeFully(text: string): string {
  const decoded = text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return decoded === text ? text : decodeFully(decoded)
}

const runs = { numRuns: 2_000 }

test.each([
  ['https://api.example.com/v1/{{inputs.x}}/items'],
  ['https://api.example.com/v1/{{inputs.x}}'],
  ['https://api.example.com/v1/bot{{inputs.x}}/me'],
])('no value leads out of its segment: %s', (template) => {
  fc.assert(
    fc.property(anyText, (x) => {
      const text = filled(template, x)
      if (text === undefined) return
      const url = new URL(text)
      const [before = '', after = ''] = new URL(template.replace(/\{\{.*\}\}/, '|')).pathname.split('|')
      expect(url.origin).toBe('https://api.example.com')
      expect(url.pathname.startsWith(before) && url.pathname.endsWith(after)).toBe(true)
      expect(url.pathname.split('/')).toHaveLength(template.split('/').length - 2)
      expect([url.search, url.hash, url.username]).toEqual(['', '', ''])
      expect(decodeFully(url.pathname).split(/[/\\]/)).not.toContain('..')
    }),
    runs,
  )
})

test('no value leads out of its parameter', () => {
  fc.assert(
    fc.property(anyText, (x) => {
      const text = filled('https://api.example.com/v1?a={{inputs.x}}&b=2', x)
      if (text === undefined) return
      const url = new URL(text)
      expect(url.origin + url.pathname + url.hash).toBe('https://api.example.com/v1')
      expect([...url.searchParams]).toEqual([
        ['a', x.toWellFormed()],
        ['b', '2'],
      ])
    }),
    runs,
  )
})

test('a label stays one: no value leads out of the domain it is put before', () => {
  const label = fc.oneof(anyText, piece)
  fc.assert(
    fc.property(label, (x) => {
      const text = filled('https://{{inputs.x}}.example.com/v1', x)
      if (text !== undefined) expect(new URL(text).href).toBe(`https://${x.toLowerCase()}.example.com/v1`)
    }),
    runs,
  )
})

test('a host is the one that was entered, and nothing more', () => {
  const host = fc.oneof(
    anyText,
    piece,
    fc.tuple(fc.domain(), fc.nat(99_999)).map((parts) => parts.join(':')),
  )
  fc.assert(
    fc.property(host, (x) => {
      const text = filled('https://{{inputs.x}}/v1', x)
      if (text === undefined) return
      const url = new URL(text)
      expect(url.pathname + url.search + url.hash + url.username).toBe('/v1')
      expect(url.host).toBe(
        x
          .toLowerCase()
          .replace(/:0*443$/, '')
          .replace(/:0+(?=\d)/, ':'),
      )
    }),
    runs,
  )
})

test('a whole URL keeps its origin, and what comes after it stays behind it', () => {
  const url = fc.oneof(
    anyText,
    anyText.map((rest) => `https://acme.example${rest}`),
    fc.webUrl(),
  )
  fc.assert(
    fc.property(url, (x) => {
      const text = filled('{{inputs.x}}/services', x)
      if (text === undefined) return
      const [entered, made] = [new URL(x), new URL(text)]
      expect(made.origin).toBe(entered.origin)
      expect(made.protocol).toMatch(/^https?:$/)
      expect(made.pathname.endsWith('/services')).toBe(true)
      expect([made.search, made.hash, made.username, made.password]).toEqual(['', '', '', ''])
    }),
    runs,
  )
})

test('texts are filled in as they are, whatever they hold', () => {
  fc.assert(
    fc.property(anyText, (x) => {
      expect(fill('a {{inputs.x}} b', { inputs: { x } })).toBe(`a ${x} b`)
    }),
    runs,
  )
})

test('values are derived from any text, or left out', () => {
  const derivation: Record<string, Derivation> = {
    json: { from: '{{inputs.x}}', jsonPath: 'a.b', replace: {} },
    match: { from: '{{inputs.x}}', match: '^([a-z]+)-', case: 'upper', replace: {} },
    replaced: { from: '{{inputs.x}}', replace: { '.': '-' } },
    __proto__: { from: '{{inputs.x}}', replace: {} },
  }
  const json = fc.json()
  fc.assert(
    fc.property(fc.oneof(anyText, json), (x) => {
      const derived = deriveValues(derivation, { inputs: { x } })
      for (const value of Object.values(derived)) expect(value).toBeTypeOf('string')
      expect(derived.replaced).toBe(x.replaceAll('.', '-'))
    }),
    runs,
  )
})
