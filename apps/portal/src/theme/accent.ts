import { contrast, mix, parseHex, type Rgb, toHex } from './contrast.ts'

const BLACK: Rgb = [0, 0, 0]
const WHITE: Rgb = [255, 255, 255]

/** The same colours as `--surface` and `--ink` in styles/tokens.css. */
const schemes = {
  light: { surface: [255, 255, 255], ink: [23, 26, 31] },
  dark: { surface: [24, 26, 31], ink: [240, 242, 246] },
} as const satisfies Record<string, { surface: Rgb; ink: Rgb }>
export type Scheme = keyof typeof schemes

/** A filled button that stands out less from the page than this is no button any more: black on black, white on white. */
const FILL_CONTRAST = 1.25
/** WCAG 2.2 AA: for parts of controls (1.4.11) and for text (1.4.3). */
const MARK_CONTRAST = 3
const TEXT_CONTRAST = 4.5

/** The colours made of an integration's accent colour; what cannot be seen is moved towards the ink until it can. */
export interface Accent {
  /** Behind the text of the main button. */
  fill: string
  /** On the fill: black or white, whichever is easier to read. */
  onFill: string
  /** Switches, check marks, focus rings; what is on it has the colour of the page. */
  mark: string
  /** Links. */
  text: string
  /** A breath of the colour behind the header. */
  wash: string
}

/** @param color `#RRGGBB`; anything else gives the page's own ink */
export function accentOf(color: string, scheme: Scheme): Accent {
  const { surface, ink } = schemes[scheme]
  const wanted = parseHex(color) ?? ink
  const accent = contrast(wanted, surface) < FILL_CONTRAST ? ink : wanted
  return {
    fill: toHex(accent),
    onFill: toHex(blackOrWhite(accent)),
    mark: toHex(readable(accent, scheme, MARK_CONTRAST)),
    text: toHex(readable(accent, scheme, TEXT_CONTRAST)),
    wash: toHex(mix(surface, accent, scheme === 'light' ? 0.1 : 0.16)),
  }
}

/** One of the two always reaches 4.58 : 1. */
function blackOrWhite(background: Rgb): Rgb {
  return contrast(WHITE, background) >= contrast(BLACK, background) ? WHITE : BLACK
}

function readable(color: Rgb, scheme: Scheme, ratio: number): Rgb {
  const { surface, ink } = schemes[scheme]
  for (let share = 0; share < 1; share += 0.05) {
    const candidate = mix(color, ink, share)
    if (contrast(candidate, surface) >= ratio) return candidate
  }
  return ink
}

/** Hands the colours to the style sheets, which choose the scheme. Set by script: the page allows no inline styles. */
export function paintAccent(style: Pick<CSSStyleDeclaration, 'setProperty'>, color: string): void {
  for (const scheme of ['light', 'dark'] as const) {
    for (const [name, value] of Object.entries(accentOf(color, scheme)))
      style.setProperty(`--${scheme}-${name}`, value)
  }
}
