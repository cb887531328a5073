import { AppError, inputProblems } from '@tenon/core'
import { matchesInTime } from '../../connections/bounded-pattern.ts'
import type { ModuleHandler } from '../step.ts'

/** The values are there before the assembly runs; what is left is to hold them against what was asked. */
export const form: ModuleHandler<'form'> = ({ inputs, help }, state) => {
  const defaults = inputs.flatMap(({ id, type, defaultValue }) =>
    defaultValue === undefined || type === 'COPYABLE_BUTTON_INPUT' ? [] : [[id, String(defaultValue)]],
  )
  const entered = Object.entries(state.inputs).filter(([, value]) => value !== '')
  const values: Record<string, string> = { ...Object.fromEntries(defaults), ...Object.fromEntries(entered) }
  const problems = inputProblems(inputs, values, matchesInTime)
  const wrong = inputs.filter(({ id }) => problems[id])
  if (wrong.length > 0) {
    const titles = wrong.map(({ title }) => `"${title}"`).join(', ')
    throw new AppError('invalid_credentials', `Please check ${titles}`, {
      meta: { problems, ...(help && { help }) },
    })
  }
  const known = new Set(inputs.map(({ id }) => id))
  return {
    kind: 'next',
    state: { ...state, inputs: Object.fromEntries(Object.entries(values).filter(([id]) => known.has(id))) },
  }
}
