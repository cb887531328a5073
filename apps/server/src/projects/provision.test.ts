import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ProjectContext, Services } from '../context.ts'
import { authenticateTeam, authenticateUser } from '../http/auth.ts'
import { listIntegrations } from '../integrations/integrations.ts'
import type { Started } from '../releasers.ts'
import { startTestServices } from '../testing/services.ts'
import { newKeyPair, signUserToken } from '../testing/user-token.ts'
import { listApiKeys, revokeApiKey } from './api-keys.ts'
import { getProject } from './projects.ts'
import { ProvisionError, provision } from './provision.ts'
import { listSigningKeys, revokeSigningKey } from './signing-keys.ts'

let started: Started<Services>
let folder: string
beforeAll(async () => {
  started = await startTestServices()
  folder = await mkdtemp(join(tmpdir(), 'tenon-provision-'))
})
afterAll(async () => {
  await started.release()
  await rm(folder, { recursive: true })
})

const pair = newKeyPair()

function describeProject() {
  return {
    product: `Product ${randomUUID()}`,
    name: 'Development',
    id: randomUUID(),
    allowedOrigins: ['https://app.example'],
    signingKeys: [{ name: 'test', publicKey: pair.publicKey }],
    apiKeys: [{ name: 'demo', key: `tenon_${randomBytes(32).toString('base64url')}` }],
    integrations: [{ provider: 'rss' }, { provider: 'slack', clientId: 'id', clientSecret: 'very-secret' }],
  }
}

async function apply(document: unknown, services = started.value): Promise<void> {
  const path = join(folder, `${randomUUID()}.json`)
  await writeFile(path, typeof document === 'string' ? document : JSON.stringify(document))
  await provision(services, path)
}

async function problems(document: unknown): Promise<string[]> {
  try {
    await apply(document)
  } catch (error) {
    if (error instanceof ProvisionError) return error.problems
    throw error
  }
  return []
}

async function contextOf({ id }: { id: string }): Promise<ProjectContext> {
  return { ...started.value, project: await getProject(started.value, id) }
}

describe('a provisioning document', () => {
  test('makes projects that work', async () => {
    const described = describeProject()
    await apply({ projects: [described] })
    const token = await signUserToken(pair.privateKey)
    const { project } = await authenticateUser(started.value, described.id, token)
    expect(project).toMatchObject({ name: 'Development', allowedOrigins: ['https://app.example'] })
    const team = await authenticateTeam(started.value, `Bearer ${described.apiKeys[0]?.key}`)
    expect(team.project).toEqual(project)
    const slugs = (await listIntegrations(team)).map(({ slug }) => slug)
    expect(slugs.sort()).toEqual(['rss', 'slack'])
  })

  test('changes nothing when it is applied again, by two processes at once', async () => {
    const described = describeProject()
    const other = await startTestServices()
    try {
      await Promise.all([apply({ projects: [described] }), apply({ projects: [described] }, other.value)])
      await apply({ projects: [described] })
    } finally {
      await other.release()
    }
    const ctx = await contextOf(described)
    expect(await listSigningKeys(ctx)).toHaveLength(1)
    expect(await listApiKeys(ctx)).toHaveLength(1)
    expect(await listIntegrations(ctx)).toHaveLength(2)
  })

  test('brings settings up to date and leaves what it does not name', async () => {
    const described = describeProject()
    await apply({ projects: [described] })
    const { allowedOrigins: _, id: _id, ...rest } = described
    await apply({ projects: [{ ...rest, wrapsRestAnswers: true }] })
    const { project } = await contextOf(described)
    expect(project).toMatchObject({ allowedOrigins: ['https://app.example'], wrapsRestAnswers: true })
  })

  test('does not bring back keys that were revoked', async () => {
    const described = describeProject()
    await apply({ projects: [described] })
    const ctx = await contextOf(described)
    for (const { id } of await listSigningKeys(ctx)) await revokeSigningKey(ctx, id)
    for (const { id } of await listApiKeys(ctx)) await revokeApiKey(ctx, id)
    await apply({ projects: [described] })
    const keys = [...(await listSigningKeys(ctx)), ...(await listApiKeys(ctx))]
    expect(keys).toHaveLength(2)
    expect(keys.every(({ revokedAt }) => revokedAt !== null)).toBe(true)
  })

  const project = describeProject()
  const wrong: [name: string, document: unknown, problem: RegExp][] = [
    ['is not JSON', '{', /is not JSON$/],
    ['has no projects', {}, /^projects: /],
    ['has a misspelt field', { projects: [{ ...project, origins: [] }] }, /^projects\[0\]: .*"origins"/],
    [
      'has a bad origin',
      { projects: [{ ...project, allowedOrigins: ['x'] }] },
      /^projects\[0\]\.allowedOrigins\[0\]: must be an origin/,
    ],
    ['has an id that is no UUID', { projects: [{ ...project, id: 'x' }] }, /^projects\[0\]\.id: /],
    [
      'has a bad API key',
      { projects: [{ ...project, apiKeys: [{ name: 'x', key: 'x' }] }] },
      /^projects\[0\]\.apiKeys\[0\]\.key: must be tenon_/,
    ],
    [
      'has an API key without its text',
      { projects: [{ ...project, apiKeys: [{ name: 'x' }] }] },
      /^projects\[0\]\.apiKeys\[0\]\.key: /,
    ],
    [
      'has a bad signing key',
      { projects: [{ ...project, signingKeys: [{ name: 'x', publicKey: 'x' }] }] },
      /^projects\[0\]\.signingKeys\[0\]: The signing key cannot be read/,
    ],
    [
      'has an unknown provider',
      { projects: [{ ...project, integrations: [{ provider: 'nobody' }] }] },
      /^projects\[0\]\.integrations\[0\]: .*"nobody"/,
    ],
  ]
  test.each(wrong)('that %s is refused with the place', async (_name, document, problem) => {
    const [first, ...others] = await problems(document)
    expect(first).toMatch(problem)
    expect(others).toEqual([])
  })

  test('names everything that is wrong at once', async () => {
    const found = await problems({ projects: [{ product: '', name: '', signingKeys: 1 }] })
    expect(found.map((line) => line.split(':')[0])).toEqual([
      'projects[0].product',
      'projects[0].name',
      'projects[0].signingKeys',
    ])
  })

  test('is refused when the project has another id already, or another project has its API key', async () => {
    const described = describeProject()
    await apply({ projects: [described] })
    expect(await problems({ projects: [{ ...described, id: randomUUID() }] })).toEqual([
      expect.stringMatching(/^projects\[0\]: .*use that$/),
    ])
    const thief = { ...describeProject(), apiKeys: described.apiKeys }
    expect(await problems({ projects: [thief] })).toEqual([
      expect.stringMatching(/^projects\[0\]\.apiKeys\[0\]: /),
    ])
  })

  test('that is not there is refused by name', async () => {
    await expect(provision(started.value, join(folder, 'none.json'))).rejects.toThrow(
      /none\.json cannot be read: ENOENT/,
    )
  })
})
