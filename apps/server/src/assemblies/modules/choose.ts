import { AppError, createMask, readPath } from '@tenon/core'
import { readKeepable } from '../read-source.ts'
import type { ModuleHandler } from '../step.ts'

/**
 * Lets the user pick one item of an answer. A single item is taken without asking, and so is the one that the connection
 * being reconnected had.
 */
export const choose: ModuleHandler<'choose'> = (module, state, { provider, prior }) => {
  const found = readPath(state.answers[module.answer]?.body, module.itemsPath)
  const items = Array.isArray(found) ? found : []
  if (items.length === 0) {
    throw new AppError(
      'invalid_credentials',
      `${provider.name} lists nothing to choose from for this account`,
    )
  }
  const idOf = (item: unknown) => readKeepable(item, module.valuePath) ?? ''
  const wanted = state.chosen
  const known = new Set(Object.values(prior ?? {}))
  const item =
    wanted === undefined
      ? items.length === 1
        ? items[0]
        : items.find((candidate) => known.has(idOf(candidate)))
      : items.find((candidate) => idOf(candidate) === wanted)
  if (item !== undefined) return { kind: 'next', state: { ...state, choice: item } }
  const mask = createMask(Object.values(state.keyvault ?? {}))
  const options = items.map((candidate) => ({
    value: idOf(candidate),
    label: mask.text(readKeepable(candidate, module.labelPath) ?? idOf(candidate)),
  }))
  return { kind: 'choose', choice: { inputId: module.answer, title: module.title, options }, state }
}
