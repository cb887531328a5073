import type { Module, ModuleName } from '@tenon/core'
import type { AssemblyIo } from './io.ts'
import type { AssemblyState, PendingChoice } from './state.ts'

/** What a module did: it is done, or it waits for the user. */
export type Step =
  | { kind: 'next'; state: AssemblyState }
  | { kind: 'redirect'; url: string; state: AssemblyState }
  | { kind: 'choose'; choice: PendingChoice; state: AssemblyState }

export type Outcome = Exclude<Step, { kind: 'next' }> | { kind: 'done'; state: AssemblyState }

export type ModuleHandler<Name extends ModuleName> = (
  module: Extract<Module, { module: Name }>,
  state: AssemblyState,
  io: AssemblyIo,
) => Step | Promise<Step>
