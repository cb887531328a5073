import { createMask } from '@tenon/core'
import { readSources } from '../read-source.ts'
import type { ModuleHandler } from '../step.ts'

/**
 * Keeps what the callback, the token reply and the answers tell of the account. What is not there is left out, and
 * what echoes a secret of the team is masked: metadata is shown.
 */
export const profile: ModuleHandler<'profile'> = ({ metadata, account = {} }, state, io) => {
  const mask = createMask(Object.values(state.keyvault ?? {}))
  const read = (sources: typeof metadata): Record<string, string> =>
    Object.fromEntries(
      Object.entries(readSources(sources, state, io)).map(([name, text]) => [name, mask.text(text)]),
    )
  const learnt = read(metadata)
  const { id, label } = read({ ...account })
  return {
    kind: 'next',
    state: {
      ...state,
      metadata: { ...state.metadata, ...learnt },
      ...(id !== undefined && { account: { id, label: label ?? id } }),
    },
  }
}
