import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { iconFile, type Provider, providers } from '../src/index.ts'

/** White is taken for the glyph down to this contrast (WCAG 2.2); lighter tiles get a dark shade of themselves. */
const MIN_CONTRAST = 2.2
const DARK_CONTRAST = 7
/** Tiles darker than this get an edge, to be seen on a dark page. */
const MIN_LUMINANCE = 0.05

const EDGE =
  '<rect x=".5" y=".5" width="39" height="39" rx="8.5" fill="none" stroke="#FFF" stroke-opacity=".2"/>'

/** Drawn as strokes of 3.2 units in a box of 24, so that a monogram looks the same wherever there is no such font. */
const monograms: Readonly<Record<string, string>> = {
  A: 'M4.8 20.5 12 3.5l7.2 17M7.6 14.2h8.8',
  B: 'M6.8 3.5h5.7a4.1 4.1 0 0 1 0 8.2H6.8V3.5M6.8 11.7h6.4a4.4 4.4 0 0 1 0 8.8H6.8v-8.8',
  D: 'M6.3 3.5h5a8.5 8.5 0 0 1 0 17h-5Z',
  F: 'M7.3 20.5V3.5h10.2M7.3 11.7h8.2',
  K: 'M6.5 3.5v17M17.5 3.5l-11 10.2M10.5 10.2l7.4 10.3',
  L: 'M7.3 3.5v17h10.2',
  M: 'M4 20.5V3.5l8 10 8-10v17',
  N: 'M5.5 20.5V3.5l13 17V3.5',
  O: 'M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17Z',
  P: 'M6.8 20.5V3.5h6.1a5.05 5.05 0 0 1 0 10.1H6.8',
  S: 'M17.7 7.1C16.8 4.8 14.8 3.5 12 3.5c-3.5 0-5.9 1.8-5.9 4.5 0 6.1 12 2.4 12 8.6 0 2.5-2.5 4.1-6 4.1-3.2 0-5.5-1.3-6.3-3.7',
  T: 'M4.5 3.5h15M12 3.5v17',
}

/** The icon of a page: a rounded tile in the brand's colour, 40 units wide, with its glyph on it. */
export async function drawIcon({ name, icon }: Pick<Provider, 'name' | 'icon'>): Promise<string> {
  const ink = glyphColor(icon.color)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" role="img" aria-label="${escapeXml(name)}">`,
    `<rect width="40" height="40" rx="9" fill="${icon.color}"/>`,
    luminance(channels(icon.color)) < MIN_LUMINANCE ? EDGE : '',
    `<g transform="translate(8 8)">${await drawGlyph(name, icon, ink)}</g>`,
    '</svg>\n',
  ].join('')
}

async function drawGlyph(name: string, icon: Provider['icon'], ink: string): Promise<string> {
  const path = icon.glyph ?? (icon.simpleIcon === null ? undefined : await simpleIconPath(icon.simpleIcon))
  if (path !== undefined) return `<path fill="${ink}" d="${path}"/>`
  const letter = name.charAt(0).toUpperCase()
  const strokes = monograms[letter]
  if (strokes === undefined) throw new TypeError(`No monogram is drawn for ${letter} yet: add it here`)
  return `<path fill="none" stroke="${ink}" stroke-width="3.2" stroke-linecap="round" stroke-linejoin="round" d="${strokes}"/>`
}

/** @throws when simple-icons has no such icon */
async function simpleIconPath(slug: string): Promise<string> {
  const file = `simple-icons/icons/${slug}.svg`
  const svg = await readFile(createRequire(import.meta.url).resolve(file), 'utf8')
  const [, path] = / d="([^"]+)"/.exec(svg) ?? []
  if (path === undefined) throw new TypeError(`the simple-icon "${slug}" has no path`)
  return path
}

/** White, or, on a tile too light for it, a shade of the tile's own colour. */
export function glyphColor(tile: string): string {
  if (contrast(luminance(channels(tile)), 1) >= MIN_CONTRAST) return '#FFF'
  for (let share = 0.5; share > 0; share -= 0.05) {
    const shade = channels(tile).map((channel) => Math.round(channel * share))
    if (contrast(luminance(channels(tile)), luminance(shade)) >= DARK_CONTRAST) return toHex(shade)
  }
  return '#000'
}

function channels(color: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))
}

function toHex(rgb: readonly number[]): string {
  return `#${rgb.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`.toUpperCase()
}

/** Relative luminance, WCAG 2.2. */
function luminance(rgb: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = rgb
    .map((channel) => channel / 255)
    .map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`)
}

/** Writes every icon anew, and removes those of providers that are gone. */
async function writeIcons(): Promise<void> {
  const folder = new URL('../icons/', import.meta.url)
  const wanted = new Set([...providers.keys()].map((id) => `${id}.svg`))
  for (const file of await readdir(folder)) if (!wanted.has(file)) await rm(new URL(file, folder))
  for (const page of providers.values()) await writeFile(iconFile(page.id), await drawIcon(page))
  console.log(`${providers.size} icons`)
}

if (import.meta.main) await writeIcons()
