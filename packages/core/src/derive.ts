import { z } from 'zod'
import { readText } from './json-path.ts'
import { fill, hasValues, type TemplateValues } from './template.ts'

/** A value made of others, by steps taken in this order. {{derived.name}} in templates; never stored. */
export const Derivation = z.object({
  from: z.string().describe('a template'),
  jsonPath: z.string().optional().describe('the text is JSON, and this is where the value is'),
  match: z.string().optional().describe('a regular expression whose first group is the value'),
  case: z.enum(['upper', 'lower']).optional(),
  replace: z.record(z.string(), z.string()).default({}).describe('texts, each wherever it occurs'),
})
export type Derivation = z.infer<typeof Derivation>

/** The values that can be made already: one whose slots are empty, or that does not fit, is left out. */
export function deriveValues(
  derivations: Readonly<Record<string, Derivation>>,
  values: TemplateValues,
): Record<string, string> {
  const derived = Object.entries(derivations).flatMap(([name, derivation]) => {
    const value = derive(derivation, values)
    return value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(derived)
}

function derive(derivation: Derivation, values: TemplateValues): string | undefined {
  const { from, jsonPath, match, replace } = derivation
  if (!hasValues(from, values)) return undefined
  let value: string | undefined = fill(from, values)
  if (jsonPath !== undefined) value = readText(parseJson(value), jsonPath)
  if (match !== undefined && value !== undefined) value = new RegExp(match).exec(value)?.[1]
  if (value === undefined) return undefined
  for (const [text, other] of Object.entries(replace)) value = value.replaceAll(text, other)
  if (derivation.case === 'upper') return value.toUpperCase()
  return derivation.case === 'lower' ? value.toLowerCase() : value
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
