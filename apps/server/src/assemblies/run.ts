import type { AppAssembly, ModuleName } from '@tenon/core'
import type { AssemblyIo } from './io.ts'
import { check } from './modules/check.ts'
import { choose } from './modules/choose.ts'
import { form } from './modules/form.ts'
import { grant } from './modules/grant.ts'
import { keyvaultValue } from './modules/keyvault-value.ts'
import { oauth1 } from './modules/oauth1.ts'
import { oauth2 } from './modules/oauth2.ts'
import { profile } from './modules/profile.ts'
import { request } from './modules/request.ts'
import type { AssemblyState } from './state.ts'
import type { ModuleHandler, Outcome, Step } from './step.ts'

const pass = (_: unknown, state: AssemblyState): Step => ({ kind: 'next', state })

const handlers: { [Name in ModuleName]: ModuleHandler<Name> } = {
  'no-credentials': pass,
  form,
  oauth1,
  oauth2,
  'client-credentials': grant,
  password: grant,
  'jwt-bearer': grant,
  'two-step-token': grant,
  'keyvault-value': keyvaultValue,
  request,
  check,
  choose,
  profile,
  'save-credentials': pass, // the caller saves: whether into a new connection or an old one, the assembly does not know
}

/**
 * Runs an app assembly from where its state stands to its end, or to the next module that waits for the user. Writes
 * nothing: what it obtained is in the state.
 *
 * @throws AppError when the user, the provider or the network says no
 */
export async function runAssembly(
  assembly: AppAssembly,
  from: AssemblyState,
  io: AssemblyIo,
): Promise<Outcome> {
  let state = from
  for (let module = assembly[state.at]; module; module = assembly[state.at]) {
    const handle = handlers[module.module] as ModuleHandler<ModuleName>
    const step = await handle(module, state, io)
    if (step.kind !== 'next') return step
    state = { ...step.state, at: state.at + 1 }
  }
  return { kind: 'done', state }
}
