import { providers } from '@tenon/providers'
import {
  CLIENT,
  CODE,
  type KindRow,
  loadRows,
  type RecordedCall,
  type RecordedReply,
  type Row,
} from '@tenon/providers/conformance'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { beginOAuth, integrationIdOf, KNOWN_PAGE, openBrowser } from '../testing/browser.ts'
import { credentialsOf } from '../testing/catalog-page.ts'
import { startTestServer, type TestServer } from '../testing/harness.ts'
import { expectAtLeast, expectRequest } from './compare.ts'
import { rowProblems } from './row-problems.ts'
import { type StandIn, startStandIn } from './stand-in.ts'

/**
 * Every page of the catalog, through the whole server, against a stand-in for all hosts: what it sends to connect, to renew
 * and to call, and what it reads of replies in the shapes that vendors document.
 */

const rows = await loadRows()

let standIn: StandIn
let server: TestServer
beforeAll(async () => {
  standIn = await startStandIn()
  server = await startTestServer({ outbound: standIn.outbound, allowedOrigins: [KNOWN_PAGE] })
})
afterAll(async () => {
  await server.close()
  await standIn.close()
})

const problems = rowProblems(providers, rows)

test('every page has its row, and every kind of authorisation its part of it', () => {
  if (problems.length > 0) throw new Error(problems.flatMap(([, sentences]) => sentences).join('\n'))
})

// each under its own name, so that asking for one page alone finds it
test.each(problems)('%s', (_id, sentences) => {
  throw new Error(sentences.join('\n'))
})

describe.each(Object.entries(rows))('%s', (provider, row) => {
  describe.each(Object.entries(row.kinds))('%s', (accountType, kind) => {
    let user: string
    beforeEach(async (context) => {
      user = context.task.id
      standIn.received.length = 0
      standIn.replies.length = 0
      await switchOn(provider, row)
    })

    test('connects', async () => {
      await connect({ provider, accountType, kind, user })
      expect(standIn.replies).toEqual([])
      const expected = [...(kind.tokens ?? []), ...(kind.calls ?? [])]
      for (const [i, { request }] of expected.entries()) expectRequest(standIn.received[i], request)
      expect(standIn.received.length).toBe(expected.length)
      const [credential] = await credentialsOf(server, provider, user)
      expect(credential?.status).toBe('VALID')
      if (kind.account)
        expect(credential).toMatchObject({
          providerId: kind.account.id,
          providerData: { accountLabel: kind.account.label },
        })
      expect(credential?.providerData).toMatchObject(kind.metadata ?? {})
    })

    test('is called', async () => {
      await connect({ provider, accountType, kind, user })
      expectRequest(await proxied(provider, kind, user), kind.proxied.request)
    })

    const { refresh, refused } = kind
    if (refresh)
      test('is renewed', async () => {
        await connect({ provider, accountType, kind, user })
        standIn.received.length = 0
        standIn.replies.push({ status: 401 }, refresh.reply)
        const called = await proxied(provider, kind, user)
        expectRequest(standIn.received[1], refresh.request)
        expect(`${called?.url} ${JSON.stringify(called?.headers)}`).toContain('at-2')
      })

    if (refused)
      test('tells what the provider says', async () => {
        const { reply, says } = refused
        const said = await connect({ provider, accountType, kind: withLastReply(kind, reply), user })
        expect(said).toContain(says)
        const kept = await credentialsOf(server, provider, user)
        expect(kept.filter(({ status }) => status === 'VALID')).toEqual([])
      })
  })
})

async function switchOn(provider: string, { variables }: Row): Promise<void> {
  await server.integrate({
    provider,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    ...(variables && { variables }),
  })
}

interface Connecting {
  provider: string
  accountType: string
  kind: KindRow
  user: string
}

/** @returns what the user is told */
async function connect({ provider, accountType, kind, user }: Connecting): Promise<string> {
  for (const { reply } of [...(kind.tokens ?? []), ...(kind.calls ?? [])]) standIn.replies.push(reply)
  const way = kind.posted ? activate : kind.authorize ? visit : enter
  const said = await way({ provider, accountType, kind, user })
  return kind.choice ? said + (await choose(provider, user, kind.choice)) : said
}

async function begin({ provider, accountType, kind, user }: Connecting) {
  const browser = openBrowser()
  const start = { user, integration: provider, installOptions: { accountType }, inputs: kind.inputs ?? {} }
  const { redirectUrl } = await beginOAuth(server, { ...start, browser, pollKey: user })
  return { browser, url: new URL(redirectUrl) }
}

async function visit(connecting: Connecting): Promise<string> {
  const { kind } = connecting
  const { browser, url } = await begin(connecting)
  const parameters = Object.fromEntries(url.searchParams)
  expect(`${url.origin}${url.pathname}`).toBe(kind.authorize?.url)
  expectAtLeast(parameters, kind.authorize?.params ?? {})
  const query = new URLSearchParams({ code: CODE, state: stateOf(url), ...kind.callback })
  for (const [name, signature] of Object.entries(kind.signs?.(query) ?? {})) query.set(name, signature)
  const page = await browser.get(`${server.origin}/oauth?${query}`)
  return page.text()
}

/** Ours: in the authorization URL, or, as OAuth 1.0a has none, in the callback URL that the first leg named. */
function stateOf(authorization: URL): string {
  const [, callback] = /oauth_callback="([^"]+)"/.exec(standIn.received[0]?.headers.authorization ?? '') ?? []
  const url = callback === undefined ? authorization : new URL(decodeURIComponent(callback))
  return url.searchParams.get('state') ?? ''
}

/** Where the provider posts to us first, and then opens our other address in the browser. */
async function activate(connecting: Connecting): Promise<string> {
  const { posted, callback } = connecting.kind
  const { browser, url } = await begin(connecting)
  await fetch(url, { method: 'POST', body: new URLSearchParams(posted) })
  const page = await browser.get(`${url}/identity?${new URLSearchParams(callback)}`)
  return page.text()
}

async function enter({ provider, accountType, kind, user }: Connecting): Promise<string> {
  const answer = await server.call('sdk/credentials', {
    user,
    method: 'POST',
    json: {
      integrationId: await integrationIdOf(server, provider),
      config: {},
      payload: kind.inputs ?? {},
      installOptions: { accountType },
    },
  })
  return answer.text()
}

/** @returns what the user is told then */
async function choose(
  provider: string,
  user: string,
  { input, value }: NonNullable<KindRow['choice']>,
): Promise<string> {
  const [pending] = await credentialsOf(server, provider, user)
  const answer = await server.call(`sdk/credentials/${pending?.id}/complete-setup`, {
    user,
    method: 'POST',
    json: { payload: { [input]: value } },
  })
  return answer.text()
}

/** Makes the row's call. @returns what reached the provider last */
async function proxied(provider: string, { proxied: { path, request } }: KindRow, user: string) {
  const { form, json } = request
  const method = request.method ?? (form || json ? 'POST' : 'GET')
  const body = form && new URLSearchParams(form as Record<string, string>)
  await server.call(`sdk/proxy/${provider}/${path}`, {
    user,
    method,
    ...(json ? { json } : body && { body }),
  })
  return standIn.received.at(-1)
}

/** The row whose last call while connecting is answered otherwise. */
function withLastReply(kind: KindRow, reply: RecordedReply): KindRow {
  const { calls = [], tokens = [], ...rest } = kind
  if (calls.length > 0) return { ...rest, tokens, calls: replaceLast(calls, reply) }
  return { ...rest, tokens: replaceLast(tokens, reply) }
}

function replaceLast(calls: RecordedCall[], reply: RecordedReply): RecordedCall[] {
  return calls.map((call, i) => (i === calls.length - 1 ? { ...call, reply } : call))
}
