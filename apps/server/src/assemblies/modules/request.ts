import { AppError, createMask, type Module, templateSlots } from '@tenon/core'
import { callApi } from '../../connections/call-api.ts'
import type { AssemblyIo } from '../io.ts'
import type { AssemblyState } from '../state.ts'
import type { ModuleHandler } from '../step.ts'
import { callValuesOf } from '../values.ts'

type Request = Extract<Module, { module: 'request' }>

/** Calls the provider's API with the credentials obtained so far. */
export const request: ModuleHandler<'request'> = async (module, state, io) => {
  const { name, method, url, headers, body } = module
  const values = await callValuesOf(state, io)
  const { provider, auth, fetch, now } = io
  const call = { provider, auth, values, url, method, headers, json: body, fetch, now }
  const answer = await callApi(call).catch((error: unknown) => {
    throw withoutSecrets(error, state)
  })
  const kept = isProtected(module, io) ? { ...answer, isProtected: true as const } : answer
  return { kind: 'next', state: { ...state, answers: { ...state.answers, [name]: kept } } }
}

/** Marked so, or given a secret of the keyvault by any template that the call is made of. */
function isProtected(module: Request, { provider, auth }: AssemblyIo): boolean {
  if (module.protected) return true
  const templates = [
    module.url,
    module.headers,
    module.body,
    auth.placement,
    auth.baseUrl,
    auth.derived,
    provider.api,
  ]
  return templateSlots(JSON.stringify(templates)).some((slot) => slot.startsWith('keyvault.'))
}

/** A failure may name the host, and a host may be made of a secret. */
function withoutSecrets(error: unknown, { keyvault = {} }: AssemblyState): unknown {
  if (!(error instanceof AppError)) return error
  const mask = createMask(Object.values(keyvault))
  const meta = mask.json(error.meta) as AppError['meta']
  return new AppError(error.code, mask.text(error.message), { cause: error.cause, ...(meta && { meta }) })
}
