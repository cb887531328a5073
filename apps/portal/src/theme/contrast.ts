/** Red, green and blue, each 0 to 255. */
export type Rgb = readonly [number, number, number]

/** @returns `undefined` when the text is no `#RGB` or `#RRGGBB` */
export function parseHex(text: string): Rgb | undefined {
  const digits = /^#(?:([\da-f])([\da-f])([\da-f])|([\da-f]{2})([\da-f]{2})([\da-f]{2}))$/i.exec(text.trim())
  if (!digits) return undefined
  const [r, g, b] = digits.slice(1).filter(Boolean)
  const channel = (hex = '') => Number.parseInt(hex.length === 1 ? hex + hex : hex, 16)
  return [channel(r), channel(g), channel(b)]
}

export function toHex(color: Rgb): string {
  return `#${color.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}

/** WCAG 2.2 contrast ratio, 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [a, b] = [luminance(one), luminance(other)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

/** WCAG 2.2 relative luminance, 0 to 1. */
function luminance(color: Rgb): number {
  const [r, g, b] = color.map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** @param share of the second colour, 0 to 1 */
export function mix(one: Rgb, other: Rgb, share: number): Rgb {
  const channel = (index: 0 | 1 | 2) => Math.round(one[index] + (other[index] - one[index]) * share)
  return [channel(0), channel(1), channel(2)]
}
