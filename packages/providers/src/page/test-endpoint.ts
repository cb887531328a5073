import { ValueSource } from '@tenon/core'
import { z } from 'zod'

export const TestEndpoint = z
  .object({
    method: z.enum(['GET', 'POST']).default('GET'),
    url: z.string(),
    body: z.record(z.string(), z.unknown()).optional().describe('JSON, with POST: a GraphQL query'),
    format: z.enum(['feed']).optional().describe('what the answer must be: an RSS, Atom or JSON feed'),
  })
  .describe('answers 2xx only to good credentials; metadata may read its answer under the name `test`')
export type TestEndpoint = z.infer<typeof TestEndpoint>

const AccountPath = z
  .union([z.string(), ValueSource])
  .describe('a path into the test endpoint’s answer, or another source')

export const Account = z
  .object({ id: AccountPath, label: AccountPath })
  .describe('what tells the connected account from others, and what its user knows it by')
export type Account = z.infer<typeof Account>

interface Tested {
  test?: TestEndpoint | undefined
  account?: Account | undefined
}

/** How credentials of one kind are tried, and whose they are: as the page says, or as the kind says itself. */
export function testOf({ api }: { api: Tested }, auth: Tested): Tested {
  if (auth.test) return { test: auth.test, account: auth.account }
  return { test: api.test, account: auth.account ?? api.account }
}
