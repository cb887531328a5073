import { z } from 'zod'
import { InstallOptions } from '../../connections/install-options.ts'

/** Values of a form, by input. */
export const Payload = z
  .record(z.string(), z.unknown())
  .default({})
  .transform(textValues)
  .describe('fields arrive as what the page had: only texts, numbers and switches can be values of an input')

/** A code that the product's own page received (`completeInstall`). */
const InstallWithCode = z
  .object({
    integrationId: z.string(),
    code: z.string().min(1),
    redirectUrl: z.url().optional(),
    integrationOptions: z.object({ installOptions: InstallOptions.default({}) }).prefault({}),
  })
  .transform(({ integrationId, code, redirectUrl, integrationOptions: { installOptions } }) => ({
    by: 'code' as const,
    integrationId,
    code,
    redirectUrl,
    options: installOptions,
  }))

const InstallWithInputs = z
  .object({ integrationId: z.string(), payload: Payload, installOptions: InstallOptions.default({}) })
  .transform(({ integrationId, payload, installOptions }) => ({
    by: 'inputs' as const,
    integrationId,
    inputs: payload,
    options: installOptions,
  }))

/** What clients post to connect. */
export const InstallRequest = z.union([InstallWithCode, InstallWithInputs])
export type InstallRequest = z.output<typeof InstallRequest>

function textValues(payload: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(payload).flatMap(([key, value]) =>
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? [[key, String(value)]]
        : [],
    ),
  )
}
