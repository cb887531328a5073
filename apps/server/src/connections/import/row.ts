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
  throw new AppError('invalid_request', error.issues.map((issue) => inWords(issue, raw)).join('; '))
}

type Issue = z.core.$ZodIssue

/** Of a path only what we named ourselves, and what is like a name. */
function inWords(issue: Issue, raw: unknown): string {
  const [column, key] = issue.path.map(String)
  if (issue.code === 'unrecognized_keys') return unknownColumns(issue.keys)
  if (column === undefined) return 'The row is no JSON object'
  const name = key !== undefined && isLikeAName(key) ? `${column}.${key}` : column
  return `${name} ${problemOf(issue, isThere(raw, column))}`
}

function problemOf(issue: Issue, isThere: boolean): string {
  if (!isThere) return 'is missing'
  if (issue.code === 'too_small') return 'is empty'
  if (issue.code === 'too_big') return `has more than ${issue.maximum} characters`
  if (issue.code === 'invalid_format') return 'must be a time of ISO 8601, such as 2026-03-01T09:00:00Z'
  if (issue.code === 'invalid_type' && issue.expected === 'record')
    return 'must be an object of names and texts'
  return issue.code === 'invalid_type' ? 'must be a text' : issue.message
}

function isThere(raw: unknown, column: string): boolean {
  const value = typeof raw === 'object' && raw !== null ? Object.entries(raw) : []
  return value.some(([name, given]) => name === column && given !== undefined)
}

function unknownColumns(keys: string[]): string {
  const named = keys.filter(isLikeAName).map((key) => `"${key}"`)
  const what = named.length > 0 ? `There is no column ${named.join(', ')}` : 'One of the columns is unknown'
  const known = Object.keys(ImportRow.shape).map((name) =>
    name === 'inputs' || name === 'metadata' ? `${name}.NAME` : name,
  )
  return `${what}; there are ${known.join(', ')}`
}

/** A token that stands where a name should is not repeated: it would have digits, or be longer. */
function isLikeAName(text: string): boolean {
  return /^[a-z][a-z_. ]{0,29}$/i.test(text)
}
