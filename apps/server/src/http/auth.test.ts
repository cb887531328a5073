import { randomBytes, randomUUID } from 'node:crypto'
import { AppError } from '@tenon/core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { ProjectContext, Services, UserContext } from '../context.ts'
import { createApiKey, revokeApiKey } from '../projects/api-keys.ts'
import { updateProject } from '../projects/projects.ts'
import { revokeSigningKey, uploadSigningKey } from '../projects/signing-keys.ts'
import type { Started } from '../releasers.ts'
import { newProject, startTestServices } from '../testing/services.ts'
import { newKeyPair, signUserToken, type TokenOptions } from '../testing/user-token.ts'
import { deleteUser, listUsers } from '../users/users.ts'
import { authenticateTeam, authenticateUser, findAuthenticatedUser } from './auth.ts'

const pair = newKeyPair()
const sign = (options?: TokenOptions) => signUserToken(pair.privateKey, options)

let here: Started<Services>
/** Another process on the same database. */
let there: Started<Services>

beforeAll(async () => {
  ;[here, there] = await Promise.all([startTestServices(), startTestServices()])
})
afterAll(() => Promise.all([here.release(), there.release()]))

async function projectWithKey(publicKey = pair.publicKey) {
  const ctx = await newProject(here.value)
  const signingKey = await uploadSigningKey(ctx, { name: 'test', publicKey })
  return { ctx, signingKey, projectId: ctx.project.id }
}

/** The code and reason of a refusal, or `undefined` when there was none. */
async function refusal(asking: Promise<unknown>): Promise<unknown> {
  try {
    await asking
    return undefined
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return error.meta ? `${error.code}: ${error.meta.reason}` : error.code
  }
}

/** A project just made is news to this process, too: what is cached before it hears of it is dropped once more. */
async function untilKnown(projectId: string, token: string): Promise<UserContext> {
  return vi.waitFor(async () => {
    const context = await authenticateUser(here.value, projectId, token)
    expect(findAuthenticatedUser(here.value, projectId, `Bearer ${token}`)).toBe(context)
    return context
  })
}

describe('a user token', () => {
  test('creates the user once, however many calls bring it first', async () => {
    const { ctx, projectId } = await projectWithKey()
    const tokens = await Promise.all([1, 2, 3, 4].map((n) => sign({ claims: { n } })))
    const contexts = await Promise.all(
      tokens.flatMap((token) =>
        [here, there].map(({ value }) => authenticateUser(value, projectId, `Bearer ${token}`)),
      ),
    )
    expect(new Set(contexts.map(({ user }) => user.id)).size).toBe(1)
    const { items } = await listUsers(ctx, {})
    expect(items.map(({ externalId }) => externalId)).toEqual(['user-1'])
  })

  test('is found without waiting once it was verified, and not before', async () => {
    const { projectId } = await projectWithKey()
    const token = await sign()
    expect(findAuthenticatedUser(here.value, projectId, token)).toBeUndefined()
    const context = await untilKnown(projectId, token)
    expect(findAuthenticatedUser(here.value, projectId, `bearer ${token}`)).toBe(context)
    expect(findAuthenticatedUser(here.value, projectId.toUpperCase(), token)).toBe(context)
    expect(findAuthenticatedUser(here.value, randomUUID(), token)).toBeUndefined()
    expect(findAuthenticatedUser(here.value, projectId, undefined)).toBeUndefined()
  })

  test('of an unknown project is not even looked at', async () => {
    for (const projectId of [randomUUID(), 'nonsense', '', '../x', 'x'.repeat(10_000)]) {
      expect(await refusal(authenticateUser(here.value, projectId, 'Bearer junk'))).toBe('not_found')
      expect(await refusal(authenticateUser(here.value, projectId, undefined))).toBe('not_found')
    }
  })

  test('must be there', async () => {
    const { projectId } = await projectWithKey()
    expect(await refusal(authenticateUser(here.value, projectId, undefined))).toBe('unauthenticated: missing')
    expect(await refusal(authenticateUser(here.value, projectId, ''))).toBe('unauthenticated: missing')
    expect(await refusal(authenticateUser(here.value, projectId, 'Basic dTpw'))).toBe(
      'unauthenticated: malformed',
    )
  })

  test('verified before is refused once it has expired', async () => {
    const { projectId } = await projectWithKey()
    const token = await sign()
    await authenticateUser(here.value, projectId, token)
    const later: Services = { ...here.value, now: () => new Date(Date.now() + 3_661_000) }
    expect(findAuthenticatedUser(later, projectId, token)).toBeUndefined()
    expect(await refusal(authenticateUser(later, projectId, token))).toBe('token_expired: expired')
  })

  test('of one project is good for no other, before and after it was verified', async () => {
    const mine = await projectWithKey()
    const other = await projectWithKey(newKeyPair().publicKey)
    const token = await sign()
    for (let time = 0; time < 2; time++) {
      expect(await refusal(authenticateUser(here.value, other.projectId, token))).toBe(
        'unauthenticated: signature',
      )
      expect(await refusal(authenticateUser(here.value, mine.projectId, token))).toBeUndefined()
    }
    expect(findAuthenticatedUser(here.value, other.projectId, token)).toBeUndefined()
  })

  test('of a project that shares its key with another stays in its audience, and its user stays its own', async () => {
    const mine = await projectWithKey()
    const other = await projectWithKey()
    const bound = await sign({ claims: { aud: `useparagon.com/${mine.projectId}` } })
    await authenticateUser(here.value, mine.projectId, bound)
    expect(await refusal(authenticateUser(here.value, other.projectId, bound))).toBe(
      'unauthenticated: audience',
    )
    const free = await sign()
    const users = await Promise.all(
      [mine, other].map(
        async ({ projectId }) => (await authenticateUser(here.value, projectId, free)).user.id,
      ),
    )
    expect(new Set(users).size).toBe(2)
  })

  test('sees a change of its project at once, in every process', async () => {
    const { ctx, projectId } = await projectWithKey()
    const token = await sign()
    for (const { value } of [here, there]) await authenticateUser(value, projectId, token)
    await updateProject(ctx, { allowedOrigins: ['https://app.example'] })
    for (const { value } of [here, there]) {
      await vi.waitFor(async () => {
        const { project } = await authenticateUser(value, projectId, token)
        expect(project.allowedOrigins).toEqual(['https://app.example'])
      })
    }
  })

  test('of a deleted user brings back a new one', async () => {
    const { ctx, projectId } = await projectWithKey()
    const token = await sign()
    const { user } = await authenticateUser(here.value, projectId, token)
    await deleteUser(ctx, user.id)
    expect(findAuthenticatedUser(here.value, projectId, token)).toBeUndefined()
    expect((await authenticateUser(here.value, projectId, token)).user.id).not.toBe(user.id)
  })
})

describe('revoking a signing key', () => {
  test('takes effect at once here, and in another process when it hears of it', async () => {
    const { ctx, signingKey, projectId } = await projectWithKey()
    const token = await sign()
    for (const { value } of [here, there]) await authenticateUser(value, projectId, token)
    await revokeSigningKey(ctx, signingKey.id)
    expect(findAuthenticatedUser(here.value, projectId, token)).toBeUndefined()
    await vi.waitFor(() => expect(findAuthenticatedUser(there.value, projectId, token)).toBeUndefined(), {
      interval: 1,
    })
    for (const { value } of [here, there]) {
      expect(await refusal(authenticateUser(value, projectId, token))).toBe('unauthenticated: no_signing_key')
    }
  })

  test('leaves the tokens of the other keys', async () => {
    const { ctx, signingKey, projectId } = await projectWithKey()
    const next = newKeyPair()
    await uploadSigningKey(ctx, { name: 'next', publicKey: next.publicKey })
    await revokeSigningKey(ctx, signingKey.id)
    expect(await refusal(authenticateUser(here.value, projectId, await sign()))).toBe(
      'unauthenticated: signature',
    )
    const token = await signUserToken(next.privateKey)
    expect(await refusal(authenticateUser(here.value, projectId, token))).toBeUndefined()
  })

  test('wins over a token that is being verified meanwhile', async () => {
    const { ctx, signingKey, projectId } = await projectWithKey()
    const token = await sign()
    const verifying = authenticateUser(here.value, projectId, token)
    await Promise.all([verifying.catch(() => {}), revokeSigningKey(ctx, signingKey.id)])
    expect(findAuthenticatedUser(here.value, projectId, token)).toBeUndefined()
  })
})

describe('an API key', () => {
  async function projectWithApiKey(): Promise<{
    ctx: ProjectContext
    key: string
    revoke: () => Promise<unknown>
  }> {
    const ctx = await newProject(here.value)
    const { apiKey, key } = await createApiKey(ctx, { name: 'test' })
    return { ctx, key, revoke: () => revokeApiKey(ctx, apiKey.id) }
  }

  test('names its own project', async () => {
    const [one, two] = await Promise.all([projectWithApiKey(), projectWithApiKey()])
    for (const { ctx, key } of [one, two]) {
      for (const { value } of [here, there]) {
        const { project } = await authenticateTeam(value, `Bearer ${key}`)
        expect(project).toEqual(ctx.project)
      }
    }
  })

  test('is refused when it is missing, junk or unknown', async () => {
    const { key } = await projectWithApiKey()
    const junk = [undefined, '', 'Bearer ', 'Bearer x', `Bearer ${key}x`, `Bearer ${key.toUpperCase()}`]
    for (const header of [...junk, `Bearer tenon_${randomBytes(32).toString('base64url')}`]) {
      expect(await refusal(authenticateTeam(here.value, header))).toBe('unauthenticated: api_key')
    }
  })

  test('is refused from the moment it is revoked, in another process when it hears of it', async () => {
    const { key, revoke } = await projectWithApiKey()
    for (const { value } of [here, there]) await authenticateTeam(value, `Bearer ${key}`)
    await revoke()
    expect(await refusal(authenticateTeam(here.value, `Bearer ${key}`))).toBe('unauthenticated: api_key')
    await vi.waitFor(async () =>
      expect(await refusal(authenticateTeam(there.value, `Bearer ${key}`))).toBe('unauthenticated: api_key'),
    )
  })

  test('works in a process that was asked for it before it was made', async () => {
    const key = `tenon_${randomBytes(32).toString('base64url')}`
    expect(await refusal(authenticateTeam(there.value, `Bearer ${key}`))).toBe('unauthenticated: api_key')
    const ctx = await newProject(here.value)
    await createApiKey(ctx, { name: 'provisioned', key })
    await vi.waitFor(async () =>
      expect((await authenticateTeam(there.value, `Bearer ${key}`)).project.id).toBe(ctx.project.id),
    )
  })
})

describe('the cost', () => {
  /** CPU time of this process for one call, in microseconds: the best of a few rounds, as others share the machine. */
  async function cpuUs(callsPerRound: number, call: () => unknown): Promise<number> {
    const rounds: number[] = []
    for (let round = 0; round < 5; round++) {
      const before = process.cpuUsage()
      for (let n = 0; n < callsPerRound; n++) await call()
      const { user, system } = process.cpuUsage(before)
      rounds.push((user + system) / callsPerRound)
    }
    return Math.min(...rounds)
  }

  test('of a token known already is some microseconds', async () => {
    const { projectId } = await projectWithKey()
    const token = await sign()
    const header = `Bearer ${token}`
    await untilKnown(projectId, token)
    expect(await cpuUs(5_000, () => findAuthenticatedUser(here.value, projectId, header))).toBeLessThan(20)
  })

  test('of junk is below 0.2 ms each: tokens, tokens with a forged signature, API keys', async () => {
    const { projectId } = await projectWithKey()
    const forged = await signUserToken(newKeyPair().privateKey)
    const junk: Record<string, () => Promise<unknown>> = {
      garbage: () =>
        authenticateUser(here.value, projectId, `Bearer ${randomBytes(200).toString('base64url')}`),
      forged: () => authenticateUser(here.value, projectId, `Bearer ${forged}`),
      'API keys': () => authenticateTeam(here.value, `Bearer tenon_${randomBytes(32).toString('base64url')}`),
    }
    for (const [name, ask] of Object.entries(junk)) {
      expect(await cpuUs(1_000, () => refusal(ask())), name).toBeLessThan(200)
    }
  })
})
