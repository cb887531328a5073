import type { TemplateValues } from '@tenon/core'
import { templateValues } from '../connections/access.ts'
import { withClient } from '../connections/call-values.ts'
import type { AssemblyIo } from './io.ts'
import type { AssemblyState } from './state.ts'

/** Everything that calls may name while a user is connecting. */
export function callValuesOf(state: AssemblyState, io: AssemblyIo): Promise<TemplateValues> {
  const values = templateValues(io.auth, state, state.metadata, io.variables)
  return withClient(io.auth, values, () => io.client(state.inputs))
}
