import { AppError, type ConnectionId, isUuid } from '@tenon/core'
import { z } from 'zod'

/** Where connections are, as existing clients call them. */
export const CREDENTIALS = '/projects/:projectId/sdk/credentials'

/** Below it, one connection. */
export const CredentialParams = z.object({ projectId: z.string(), credentialId: z.string() })

/** @throws AppError `connection_missing` for what is no id, as for one that is not there */
export function connectionIdOf({ credentialId }: Pick<z.infer<typeof CredentialParams>, 'credentialId'>) {
  if (isUuid(credentialId)) return credentialId as ConnectionId
  throw new AppError('connection_missing', `There is no connection "${credentialId}"`)
}
