import { percentEncode } from '../percent-encode.ts'

/** A decoded parameter. Names may repeat. */
export type Parameter = readonly [name: string, value: string]

/** RFC 5849 §3.4.1.3.1: the parameters of a query or a form, decoded; `+` is a blank. */
export function parseParameters(encoded: string): Parameter[] {
  return [...new URLSearchParams(encoded)]
}

/** RFC 5849 §3.4.1.3.2: encoded, then sorted by the bytes of names and of values. */
export function normalizeParameters(parameters: readonly Parameter[]): string {
  return parameters
    .map(([name, value]) => [percentEncode(name), percentEncode(value)] as const)
    .sort(([name, value], [otherName, otherValue]) => compare(name, otherName) || compare(value, otherValue))
    .map((pair) => pair.join('='))
    .join('&')
}

/** Encoded text is ASCII, so code units are bytes. */
function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}
