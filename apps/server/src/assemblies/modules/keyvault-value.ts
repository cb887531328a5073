import type { ModuleHandler } from '../step.ts'

/** Reads a secret of the team, for the templates of what comes after. */
export const keyvaultValue: ModuleHandler<'keyvault-value'> = async ({ entry, as }, state, io) => ({
  kind: 'next',
  state: { ...state, keyvault: { ...state.keyvault, [as]: await io.keyvaultValue(entry) } },
})
