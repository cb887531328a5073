import { templateValues } from '../../connections/access.ts'
import { type GrantModule, requestGrant } from '../../connections/grant.ts'
import { enteredFailure } from '../../connections/oauth-failure.ts'
import type { AssemblyIo } from '../io.ts'
import { type AssemblyState, tokenState } from '../state.ts'
import type { Step } from '../step.ts'

/** Obtains a token without the user; `client-credentials`, `password`, `jwt-bearer` and `two-step-token` alike. */
export async function grant(module: GrantModule, state: AssemblyState, io: AssemblyIo): Promise<Step> {
  const client = await io.client(state.inputs)
  const values = templateValues(io.auth, state, state.metadata, io.variables)
  try {
    const reply = await requestGrant(module, { client, values, context: { fetch: io.fetch, now: io.now } })
    return { kind: 'next', state: { ...state, token: tokenState(reply) } }
  } catch (error) {
    throw enteredFailure(error, { ...io, inputs: state.inputs })
  }
}
