import type { Provider } from '@tenon/providers'
import { describe, expect, test } from 'vitest'
import { fakePage } from '../testing/pages.ts'
import { explainKind } from './explain-page.ts'
import { locatedError } from './slot-places.ts'

const ORIGIN = 'https://fake.example'

async function failure(page: Provider): Promise<unknown> {
  const [oauth] = page.auth
  if (!oauth) throw new Error('the page has no kind')
  return explainKind(page, oauth).then(undefined, (error) => locatedError(error, page, oauth))
}

describe('a slot that nothing fills is found', () => {
  test.each([
    [
      'a header of every call',
      fakePage(ORIGIN, { oauth: { placement: { headers: { 'X-Key': '{{inputs.key}}' } } } }),
      '  auth "oauth", placement, headers, X-Key: {{inputs.key}}',
    ],
    [
      'the token URL',
      fakePage(ORIGIN, { server: { tokenUrl: 'https://{{inputs.key}}.fake.example/token' } }),
      '  auth "oauth", server, tokenUrl: https://{{inputs.key}}.fake.example/token',
    ],
    [
      'the base URL',
      fakePage(ORIGIN, { api: { baseUrl: `${ORIGIN}/{{inputs.key}}` } }),
      `  api, baseUrl: ${ORIGIN}/{{inputs.key}}`,
    ],
  ])('in %s', async (_where, page, line) => {
    const error = await failure(page)
    expect(error).toMatchObject({
      message: `page "fake": There is no value for {{inputs.key}}. It stands in:\n${line}`,
    })
  })
})

test('another error stays what it is', async () => {
  const error = new Error('something else')
  const page = fakePage(ORIGIN)
  expect(page.auth.map((auth) => locatedError(error, page, auth))).toEqual([error, error])
})
