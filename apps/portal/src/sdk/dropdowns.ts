import { z } from 'zod'

const Inputs = z.array(
  z.looseObject({
    key: z.string().nullish(),
    customDropdownOptions: z
      .array(z.object({ value: z.string(), label: z.string() }))
      .nullish()
      .catch(null),
  }),
)
const ModalConfig = z.object({
  sharedMeta: z.object({ inputs: Inputs.nullish() }).nullish(),
  workflowMeta: z.record(z.string(), z.object({ inputs: Inputs.nullish() }).nullish()).nullish(),
})

/**
 * The choices that the host page passed to `connect({ dropdowns })`: the SDK writes them into its copy of the inputs,
 * where those of a key with a loader stay empty.
 *
 * @param config `nextModalState.config` of a UI_UPDATE
 */
export function dropdownsOf(config: unknown): Map<string, { value: string; label: string }[]> {
  const dropdowns = new Map<string, { value: string; label: string }[]>()
  const { data } = ModalConfig.safeParse(config)
  const workflows = Object.values(data?.workflowMeta ?? {})
  for (const meta of [data?.sharedMeta, ...workflows]) {
    for (const { key, customDropdownOptions } of meta?.inputs ?? []) {
      if (key && customDropdownOptions?.length) dropdowns.set(key, customDropdownOptions)
    }
  }
  return dropdowns
}
