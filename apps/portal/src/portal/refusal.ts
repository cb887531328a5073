import type { Input } from '@tenon/core'
import type { Fault } from '../sdk/fault.ts'
import { texts } from '../texts/current.ts'

/**
 * Which of the entered values were refused, and why, by input id: those the server named, else the secret ones, else all.
 *
 * @returns nothing when the failure is not about what was entered
 */
export function refusedInputs(
  { code, message, problems }: Fault,
  inputs: readonly Input[],
): Readonly<Record<string, string>> {
  if (code !== 'invalid_credentials') return {}
  const shown = inputs.filter(({ hidden }) => !hidden)
  const named = shown.filter(({ id }) => problems?.[id])
  if (named.length > 0)
    return Object.fromEntries(named.map((input) => [input.id, problemText(input, problems)]))
  const secret = shown.filter(({ type }) => type === 'PASSWORD')
  const text = message || texts.failed.credentials
  return Object.fromEntries((secret.length > 0 ? secret : shown).map(({ id }) => [id, text]))
}

function problemText(input: Input, problems: Fault['problems']): string {
  const problem = problems?.[input.id]
  return problem ? texts.problems[problem]('example' in input ? input.example : undefined) : ''
}
