import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { sql } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Attack,
  type Attempt,
  connectAttacks,
  type Outcome,
  publicAttacks,
  teamAttacks,
  type Victim,
} from './testing/attacks.ts'
import { KNOWN_PAGE } from './testing/browser.ts'
import { type FakeProvider, type Received, startFakeProvider } from './testing/fake-provider.ts'
import { startTestServer, type TestServer } from './testing/harness.ts'
import { fakePage } from './testing/pages.ts'
import {
  makeForeigner,
  makeNeighbour,
  makeStrangers,
  makeVictim,
  type Party,
  VICTIM,
} from './testing/parties.ts'

/** A user of one project can never see or use anything of another, nor of another user of the same project. */

let routes: string[]
let provider: FakeProvider
let server: TestServer
let victim: Victim
let marks: { project: string[]; user: string[] }
let neighbour: Party
let foreigner: Party
let strangers: Awaited<ReturnType<typeof makeStrangers>>
/** What only the victim's own calls may carry. */
let tokens: string[]

beforeAll(async () => {
  provider = await startFakeProvider()
  const start = () =>
    startTestServer({ providers: [fakePage(provider.origin)], allowedOrigins: [KNOWN_PAGE] })
  ;[server, routes] = await withRoutes(start)
  provider.tokens.account = { id: 'acct-of-victim', email: 'mail-of-victim' }
  ;({ victim, marks } = await makeVictim(server))
  tokens = [...provider.tokens.accessTokens, ...provider.tokens.refreshTokens]
  provider.tokens.account = { id: 'acct-of-another', email: 'mail-of-another' }
  neighbour = await makeNeighbour(server)
  const foreign = await makeForeigner(server)
  foreigner = foreign
  strangers = await makeStrangers(server, foreign)
})
afterAll(async () => {
  await server.close()
  await provider.close()
})

test('every route says what others get from it', () => {
  const known = [connectAttacks, teamAttacks, publicAttacks].flatMap((attacks) => Object.keys(attacks))
  expect(routes.toSorted()).toEqual(known.filter((route) => !route.includes('/sdk/proxy/')).toSorted())
})

describe.each(Object.entries(connectAttacks))('%s', (route, attack) => {
  const at = (projectId: string) => ({ route, attack, projectId })

  test('refuses the tokens of others', async () => {
    for (const [name, token] of strangers.connect)
      await tryAs({ ...foreigner, token }, { ...at(victim.projectId), name, outcome: 401 })
  })
  test('gives another project nothing', () =>
    tryAs(foreigner, { ...at(foreigner.projectId), name: 'another project', outcome: attack.foreign }))
  test('gives another user of the project nothing', () =>
    tryAs(neighbour, { ...at(victim.projectId), name: 'another user', outcome: attack.neighbour }))
})

describe.each(Object.entries(teamAttacks))('%s', (route, attack) => {
  test('refuses keys of the wrong kind or time', async () => {
    for (const [name, token] of strangers.team)
      await tryAs({ ...foreigner, token }, { route, attack, name, outcome: 401 })
  })
  test('gives another project nothing', () =>
    tryAs(
      { ...foreigner, token: foreigner.apiKey },
      { route, attack, name: 'another project', outcome: attack.foreign },
    ))
})

describe.each(Object.entries(publicAttacks))('%s', (route, attack) => {
  test('tells nothing of anybody', async () => {
    await tryAs(foreigner, { route, attack, name: 'another project', outcome: attack.foreign })
    await tryAs(neighbour, { route, attack, name: 'another user', outcome: attack.neighbour })
  })
})

test('after all that the victim’s connection works as before', async () => {
  expect((await server.call('sdk/proxy/fake/api/things', { user: VICTIM })).status).toBe(200)
})

interface Try {
  name: string
  route: string
  attack: Attack
  outcome: Outcome | undefined
  /** Whose address is used. */
  projectId?: string
}

/** Makes every attempt: none may be answered otherwise, show or change anything, or reach the provider with the victim's token. */
async function tryAs(attacker: Party, { name, route, attack, outcome, projectId = '' }: Try): Promise<void> {
  const hidden = attacker === neighbour ? marks.user : marks.project
  const before = await rowsBeside(attacker)
  const receivedBefore = provider.received.length
  for (const attempt of attack.attempts?.(victim, attacker) ?? [{}]) {
    const request = requestFor(route, attempt, projectId, attacker.token)
    const response = await fetch(request)
    const told = `${JSON.stringify([...response.headers])} ${await response.text()}`
    const about = `${name}: ${request.method} ${request.url} ${JSON.stringify(attempt)} → ${response.status} ${told}`
    if (outcome === 'any') expect(response.status, about).toBeLessThan(500)
    else if (outcome === 'own') expect(response.status, about).toBeLessThan(300)
    else expect(response.status, about).toBe(outcome)
    const known = request.url + JSON.stringify(attempt) + attack.tells?.(victim)
    expect(
      hidden.filter((mark) => told.includes(mark) && !known.includes(mark)),
      about,
    ).toEqual([])
  }
  expect(await rowsBeside(attacker), `${name}: ${route}`).toEqual(before)
  const carried = provider.received.slice(receivedBefore).map(textOf).join()
  expect(tokens.filter((token) => carried.includes(token))).toEqual([])
}

/** Slots of the address are the victim's ids, unless the attempt names others. */
function requestFor(
  route: string,
  { params, query, headers, json, form }: Attempt,
  projectId: string,
  token: string,
) {
  const [method = '', pattern = ''] = route.split(' ')
  const { connectionId, integrationId, pollKey } = victim
  const values: Record<string, string> = {
    projectId,
    integrationId,
    integration: integrationId,
    credentialId: connectionId,
    pollKey,
    ...params,
  }
  const path = pattern.replace(/:(\w+)|\*/g, (slot, name) => values[name ?? slot] ?? 'any')
  const body = form ? new URLSearchParams(form) : json === undefined ? undefined : JSON.stringify(json)
  return new Request(`${server.origin}${path}?${new URLSearchParams(query)}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body }),
  })
}

/** All that the victim's project has in the database, less what is the attacker's own. */
async function rowsBeside({ userId, connectionId }: Party): Promise<string[]> {
  const { db } = server.services
  const tables = await db.execute<{ name: string }>(
    sql`select table_name as name from information_schema.columns
        where table_schema = 'public' and column_name = 'project_id' order by 1`,
  )
  const queries = [
    ...tables.rows.map(
      ({ name }) => sql`select ${name} || to_jsonb(t)::text as text from ${sql.identifier(name)} t
                        where project_id = ${victim.projectId}`,
    ),
    sql`select to_jsonb(project)::text as text from project where id = ${victim.projectId}`,
  ]
  const found = await Promise.all(queries.map((query) => db.execute<{ text: string }>(query)))
  const texts = found.flatMap(({ rows }) => rows.map(({ text }) => text)).toSorted()
  return texts.filter((text) => !text.includes(userId) && !text.includes(connectionId))
}

function textOf({ url, rawHeaders, body }: Received): string {
  return `${url} ${rawHeaders.join()} ${body}`
}

/** Starts a server and notes what it registers, HEAD aside, which is GET without a body. */
async function withRoutes<Started>(start: () => Promise<Started>): Promise<[Started, string[]]> {
  const noted: string[] = []
  const note = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance }
    fastify.addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) if (one !== 'HEAD') noted.push(`${one} ${url}`)
    })
  }
  subscribe('fastify.initialization', note)
  const started = await start()
  unsubscribe('fastify.initialization', note)
  return [started, noted]
}
