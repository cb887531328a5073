import { describe, expect, it } from 'vitest'
import { accentOf } from './accent.ts'
import { contrast, parseHex, type Rgb } from './contrast.ts'

const BRANDS = [
  '#00A1E0',
  '#4A154B',
  '#FFE01B',
  '#FF7A59',
  '#635BFF',
  '#13B5EA',
  '#000000',
  '#FFFFFF',
  '#181A1F',
]
const surfaces = { light: '#ffffff', dark: '#181a1f' }

function rgb(hex: string): Rgb {
  const color = parseHex(hex)
  if (!color) throw new TypeError(`${hex} is no colour`)
  return color
}

describe('contrast', () => {
  it('is 21 between black and white, and 1 between equals', () => {
    expect(contrast(rgb('#000'), rgb('#ffffff'))).toBeCloseTo(21)
    expect(contrast(rgb('#123456'), rgb('#123456'))).toBe(1)
  })

  it('agrees with WCAG on the lightest grey that may carry text on white', () => {
    expect(contrast(rgb('#767676'), rgb('#fff'))).toBeCloseTo(4.54, 2)
  })

  it.each(['', 'red', '#12', '#12345g', '#1234567'])('takes %j for no colour', (text) => {
    expect(parseHex(text)).toBeUndefined()
  })
})

describe.each(['light', 'dark'] as const)('an accent on the %s page', (scheme) => {
  const surface = rgb(surfaces[scheme])

  it.each(BRANDS)('%s: text on the fill, links and marks can be read', (color) => {
    const accent = accentOf(color, scheme)
    expect(contrast(rgb(accent.onFill), rgb(accent.fill))).toBeGreaterThanOrEqual(4.5)
    expect(contrast(rgb(accent.text), surface)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(rgb(accent.mark), surface)).toBeGreaterThanOrEqual(3)
    expect(contrast(rgb(accent.fill), surface)).toBeGreaterThanOrEqual(1.25)
  })

  it('keeps a brand colour on the button as it is', () => {
    expect(accentOf('#00A1E0', scheme).fill).toBe('#00a1e0')
  })
})

it('writes black on a light accent and white on a dark one', () => {
  expect(accentOf('#FFE01B', 'light').onFill).toBe('#000000')
  expect(accentOf('#4A154B', 'light').onFill).toBe('#ffffff')
})

it('paints with the ink when the accent would vanish, or is no colour', () => {
  expect(accentOf('#FFFFFF', 'light').fill).toBe('#171a1f')
  expect(accentOf('#000000', 'dark').fill).toBe('#f0f2f6')
  expect(accentOf('tomato', 'light').fill).toBe('#171a1f')
})
