import { readText, type ValueSource } from '@tenon/core'
import type { AssemblyState } from '../state.ts'
import type { ModuleHandler } from '../step.ts'

/** Keeps what the callback, the token reply and the answers tell of the account. What is not there is left out. */
export const profile: ModuleHandler<'profile'> = ({ metadata, account }, state) => {
  const learnt = Object.entries(metadata).flatMap(([name, source]) => {
    const value = readSource(source, state)
    return value === undefined ? [] : [[name, value] as const]
  })
  const id = account && readSource(account.id, state)
  const label = account && readSource(account.label, state)
  return {
    kind: 'next',
    state: {
      ...state,
      metadata: { ...state.metadata, ...Object.fromEntries(learnt) },
      ...(id !== undefined && { account: { id, label: label ?? id } }),
    },
  }
}

const readers: Record<ValueSource['from'], (source: ValueSource, state: AssemblyState) => unknown> = {
  input: (_, { inputs }) => inputs,
  callback: (_, { callback }) => callback,
  token: (_, { token }) => token?.raw,
  choice: (_, { choice }) => choice,
  answer: ({ answer = '' }, { answers }) => answers[answer]?.body,
}

function readSource(source: ValueSource, state: AssemblyState): string | undefined {
  return readText(readers[source.from](source, state), source.path)
}
