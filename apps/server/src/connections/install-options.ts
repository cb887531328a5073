import { z } from 'zod'

/**
 * The one field of a payload in which SDKs up to 2.1.1 hand back the id of a connection that the popup told them, to learn
 * all of it.
 */
export const TOLD_CONNECTION = 'tenonConnectionId'

/** What the caller of a connect flow asked for; clients send more, which is ignored. */
export const InstallOptions = z.object({
  selectedCredentialId: z
    .string()
    .optional()
    .describe('reconnect this one: a connection’s id, or `ext:<externalId>`'),
  externalId: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('the customer’s own name for the new connection'),
  allowMultipleCredentials: z.boolean().optional(),
  accountType: z.union([z.string(), z.array(z.string())]).optional(),
})
export type InstallOptions = z.infer<typeof InstallOptions>
