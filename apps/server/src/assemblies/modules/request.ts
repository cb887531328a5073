import { templateValues } from '../../connections/access.ts'
import { callApi } from '../../connections/call-api.ts'
import type { ModuleHandler } from '../step.ts'

/** Calls the provider's API with the credentials obtained so far. */
export const request: ModuleHandler<'request'> = async ({ name, method, url }, state, io) => {
  const values = templateValues(io.auth, state, state.metadata, io.variables)
  const answer = await callApi({ provider: io.provider, auth: io.auth, values, url, method, fetch: io.fetch })
  return { kind: 'next', state: { ...state, answers: { ...state.answers, [name]: answer } } }
}
