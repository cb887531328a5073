import { providers } from '@tenon/providers'
import { describe, expect, test } from 'vitest'
import { explainKind } from './explain-page.ts'
import { explanationLines } from './lines.ts'

async function explained(id: string): Promise<string[]> {
  const page = providers.get(id)
  if (!page) throw new Error(`the catalog has no "${id}"`)
  return explanationLines(page, await Promise.all(page.auth.map((auth) => explainKind(page, auth))))
}

test.each([...providers.keys()])(
  '%s can be explained, and no slot stays open in what it sends',
  async (id) => {
    const page = providers.get(id)
    const kinds = await Promise.all((page?.auth ?? []).map((auth) => explainKind(page as never, auth)))
    const requests = kinds.flatMap(({ steps }) => steps.flatMap((step) => step.requests))
    expect(requests.length).toBeGreaterThan(0)
    expect(JSON.stringify(requests)).not.toContain('{{')
  },
)

describe('the explanation of a page', () => {
  test('shows where the user is sent and what the token endpoint gets', async () => {
    const text = (await explained('notion')).join('\n')
    expect(text).toContain('GET https://api.notion.com/v1/oauth/authorize?')
    expect(text).toContain('POST https://api.notion.com/v1/oauth/token')
    expect(text).toContain('authorization: Basic base64(CLIENT_ID:CLIENT_SECRET)')
    expect(text).toContain('"grant_type":"authorization_code"')
  })

  test('shows the test, what is kept, the product’s calls, the renewal and the end', async () => {
    const text = (await explained('xero')).join('\n')
    expect(text).toContain('GET https://api.xero.com/connections')
    expect(text).toContain('The user chooses:')
    expect(text).toContain('{{metadata.tenant_id}}')
    expect(text).toContain('ANY https://api.xero.com/PATH')
    expect(text).toContain('grant_type=refresh_token')
    expect(text).toContain('Disconnecting revokes')
  })

  test('says what nobody has confirmed', async () => {
    expect((await explained('xero')).join('\n')).toMatch(/Confirmed by nobody: .*pagination/)
  })
})
