import { readdir, readFile } from 'node:fs/promises'
import icons from 'simple-icons/icons.json' with { type: 'json' }
import { describe, expect, it } from 'vitest'
import { drawIcon, glyphColor } from '../scripts/icons.ts'
import { iconFile, providers } from './index.ts'

describe('the committed icons', () => {
  it.each([...providers.values()])('are up to date: $id (else run `npm run icons`)', async (page) => {
    expect(await readFile(iconFile(page.id), 'utf8')).toBe(await drawIcon(page))
  })

  it('are those of the catalog and no others', async () => {
    const files = await readdir(new URL('../icons/', import.meta.url))
    expect(files.sort()).toEqual([...providers.keys()].map((id) => `${id}.svg`).sort())
  })

  it('have the colours of simple-icons', () => {
    const hexOf = (wanted: string) => icons.find(({ slug }) => slug === wanted)?.hex
    for (const { icon } of providers.values()) {
      if (icon.simpleIcon) expect(icon).toMatchObject({ color: `#${hexOf(icon.simpleIcon)}` })
    }
  })
})

describe('a glyph', () => {
  it('is white on a strong colour, and a dark shade of its tile on a light one', () => {
    expect(glyphColor('#4A154B')).toBe('#FFF')
    expect(glyphColor('#13B5EA')).toBe('#FFF')
    expect(glyphColor('#FFE01B')).toMatch(/^#[0-6]/)
  })

  it('is the name’s first letter where there is no brand icon', async () => {
    const icon = { simpleIcon: null, color: '#017737' }
    expect(await drawIcon({ name: 'Pipe & "Drive"', icon })).toContain(
      'aria-label="Pipe &#38; &#34;Drive&#34;"',
    )
    await expect(drawIcon({ name: 'Æ', icon })).rejects.toThrow(/No monogram/)
  })

  it('is not made up when simple-icons has none', async () => {
    await expect(
      drawIcon({ name: 'X', icon: { simpleIcon: 'none-such', color: '#017737' } }),
    ).rejects.toThrow()
  })
})
