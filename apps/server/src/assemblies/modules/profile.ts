import { readSources } from '../read-source.ts'
import type { ModuleHandler } from '../step.ts'

/** Keeps what the callback, the token reply and the answers tell of the account. What is not there is left out. */
export const profile: ModuleHandler<'profile'> = ({ metadata, account = {} }, state, io) => {
  const learnt = readSources(metadata, state, io)
  const { id, label } = readSources(account, state, io)
  return {
    kind: 'next',
    state: {
      ...state,
      metadata: { ...state.metadata, ...learnt },
      ...(id !== undefined && { account: { id, label: label ?? id } }),
    },
  }
}
