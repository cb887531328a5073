import { AppError } from '@tenon/core'
import { z } from 'zod'
import { storableProblem } from '../../storable.ts'

const Text = z.string().min(1).max(20_000)
/** By the names that the provider's page gives them. */
const Values = z.record(z.string(), z.string().max(20_000)).default({})
const MAX_DEPTH = 4

/** One connection that the team brings along. */
export const ImportRow = z.strictObject({
  user: z.string().min(1).max(256).describe('your own id of the user: `sub` of their user tokens'),
  integration: z.string().min(1).max(200).describe('such as slack'),
  accountType: z.string().min(1).max(200).describe('which kind of authorisation the credential is of'),
  externalId: z.string().min(1).max(200).optional().describe('your own name for the connection'),
  accessToken: Text.optional(),
  refreshToken: Text.optional(),
  tokenSecret: Text.optional().describe('OAuth 1.0a'),
  expiresAt: z.iso.datetime({ offset: true }).optional().describe('of the access token, ISO 8601'),
  scope: Text.optional().describe('granted, separated by spaces'),
  inputs: Values.describe('what the user entered, API keys included'),
  metadata: Values.describe('what the page of the provider keeps beside the credential'),
})
export type ImportRow = z.infer<typeof ImportRow>

/**
 * A row as it came, checked on its own.
 *
 * @throws AppError `invalid_request` that says what is wrong where, and quotes nothing: what stands in the wrong column
 * may be a token
 */
export function readRow(raw: unknown): ImportRow {
  const unstorable = storableProblem(raw, MAX_DEPTH)
  if (unstorable) throw new AppError('invalid_request', `The row ${unstorable}`)
  const { data, error } = ImportRow.safeParse(raw)
  if (data) return data
  const problems = error.issues.map(({ code, path, message }) =>
    code === 'unrecognized_keys' ? 'there are columns of other names than the documented' : at(path, message),
  )
  throw new AppError('invalid_request', problems.join('; '))
}

/** Of a path only what we named ourselves. */
function at([column]: readonly PropertyKey[], message: string): string {
  return column === undefined ? message : `${String(column)}: ${message}`
}
