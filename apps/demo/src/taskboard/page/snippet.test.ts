import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { type Call, curlSnippet, sdkSnippet } from './snippet.ts'

const place = {
  host: 'http://localhost:4400',
  projectId: 'p1',
  taskboardOrigin: 'http://localhost:4401',
  userId: 'nora',
}
const list: Call = {
  kind: 'request',
  method: 'GET',
  path: '/contacts',
  query: { limit: '10', search: "O'Hara" },
  connectionId: 'c1',
}

test('a call reads as it stands in a page', () => {
  expect(sdkSnippet(list)).toBe(`const answer = await tenon
  .request('sandbox', '/contacts', {
    query: { limit: '10', search: 'O\\'Hara' },
    selectedCredentialId: 'c1',
  })
  .json()`)
})

test('the same call from a shell signs in as the user first', () => {
  expect(curlSnippet(list, place)).toBe(`TOKEN=$(curl -s -X POST http://localhost:4401/api/user-token \\
  -H 'Cookie: taskboard_user=nora')

curl 'http://localhost:4400/projects/p1/sdk/proxy/sandbox/contacts?limit=10&search=O%27Hara' \\
  -H "Authorization: Bearer $TOKEN" \\
  -H 'X-Paragon-Credential: c1'`)
})

test('a body reaches the shell’s program as it was, whatever is in it', () => {
  const body = { name: `Grace "O'Hara" $HOME \`ls\``, email: 'grace@x.example' }
  const call: Call = { kind: 'request', method: 'POST', path: '/contacts', body, connectionId: 'c1' }
  const script = curlSnippet(call, place)?.split('\n\n')[1]?.replace(/^curl/, 'printf "%s\\n"') ?? ''
  const words = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).trimEnd().split('\n')
  expect(JSON.parse(words.at(-1) ?? '')).toStrictEqual(body)
})

test('connecting needs a browser, so there is no shell for it', () => {
  expect(curlSnippet({ kind: 'connect', accountType: 'oauth', externalId: 'crm-1' }, place)).toBeUndefined()
})
