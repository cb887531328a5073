import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { authKindOf, clientOf, getIntegration } from '../integrations/integrations.ts'
import { listProjects } from '../projects/projects.ts'
import { createEmptyDatabase, type EmptyDatabase } from '../testing/database.ts'
import { startTestServices } from '../testing/services.ts'
import { createVault } from '../vault.ts'

const MIGRATIONS = fileURLToPath(new URL('../database/migrations', import.meta.url))
const [PRODUCT, PROJECT, SLACK, RSS, ASANA] = [1, 2, 3, 4, 5].map(
  (digit) => `0190163d-8694-739b-aea5-00000000000${digit}`,
)
const Journal = z.object({ entries: z.array(z.object({ when: z.number(), tag: z.string() })) })

let database: EmptyDatabase
beforeAll(async () => {
  database = await createEmptyDatabase()
})
afterAll(() => database.drop())

/** Up to the one that brought the keyvault, as drizzle's migrator runs and notes them. */
async function migrateTo(last: string): Promise<void> {
  const { entries } = Journal.parse(JSON.parse(await readFile(`${MIGRATIONS}/meta/_journal.json`, 'utf8')))
  await database.query('create schema drizzle')
  await database.query(
    'create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)',
  )
  for (const { when, tag } of entries.slice(
    0,
    entries.findIndex((entry) => entry.tag === last),
  )) {
    const text = await readFile(`${MIGRATIONS}/${tag}.sql`, 'utf8')
    for (const statement of text.split('--> statement-breakpoint')) await database.query(statement)
    const hash = createHash('sha256').update(text).digest('hex')
    await database.query('insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)', [
      hash,
      when,
    ])
  }
}

test('an OAuth client entered before there was a keyvault is in it, and its secret opens', async () => {
  await migrateTo('0003_keyvault')
  const vault = createVault([{ id: 'test-services', bytes: Buffer.alloc(32, 'k') }])
  const place = { table: 'integration', column: 'client_secret', rowId: SLACK ?? '' }
  await database.query('insert into product (id, name) values ($1, $2)', [PRODUCT, 'Acme'])
  await database.query('insert into project (id, product_id, name) values ($1, $2, $3)', [
    PROJECT,
    PRODUCT,
    'Test',
  ])
  const insert =
    'insert into integration (id, project_id, slug, client_id, client_secret) values ($1, $2, $3, $4, $5)'
  await database.query(insert, [SLACK, PROJECT, 'slack', '123.456', vault.seal('kept-secret', place)])
  await database.query(insert, [RSS, PROJECT, 'rss', null, null])
  await database.query(insert, [ASANA, PROJECT, 'asana', 'public', null])

  const { value: services, release } = await startTestServices({ DATABASE_URL: database.connectionString })
  const [project] = await listProjects(services)
  if (!project) throw new Error('the project is gone')
  const ctx = { ...services, project }
  const slack = await getIntegration(ctx, 'slack')
  expect(slack).toMatchObject({ client: 'slack', clientId: '123.456', hasClientSecret: true })
  expect(await clientOf(ctx, slack, authKindOf(slack), {})).toEqual({ id: '123.456', secret: 'kept-secret' })
  expect(await getIntegration(ctx, 'rss')).toMatchObject({ client: null, clientId: null })
  expect(await getIntegration(ctx, 'asana')).toMatchObject({ client: 'asana', hasClientSecret: false })
  await release()
})
