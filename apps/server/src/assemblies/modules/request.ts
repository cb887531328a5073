import { templateValues } from '../../connections/access.ts'
import { callApi } from '../../connections/call-api.ts'
import type { ModuleHandler } from '../step.ts'

/** Calls the provider's API with the credentials obtained so far. */
export const request: ModuleHandler<'request'> = async ({ name, method, url, headers, body }, state, io) => {
  const values = templateValues(io.auth, state, state.metadata, io.variables)
  const { provider, auth, fetch } = io
  const answer = await callApi({ provider, auth, values, url, method, headers, json: body, fetch })
  return { kind: 'next', state: { ...state, answers: { ...state.answers, [name]: answer } } }
}
