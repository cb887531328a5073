import { callApi } from '../../connections/call-api.ts'
import type { ModuleHandler } from '../step.ts'
import { callValuesOf } from '../values.ts'

/** Calls the provider's API with the credentials obtained so far. */
export const request: ModuleHandler<'request'> = async ({ name, method, url, headers, body }, state, io) => {
  const values = await callValuesOf(state, io)
  const { provider, auth, fetch, now } = io
  const answer = await callApi({ provider, auth, values, url, method, headers, json: body, fetch, now })
  return { kind: 'next', state: { ...state, answers: { ...state.answers, [name]: answer } } }
}
