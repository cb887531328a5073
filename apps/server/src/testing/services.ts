import { randomUUID } from 'node:crypto'
import { inject } from 'vitest'
import { readConfig } from '../config.ts'
import type { ProjectContext, Services } from '../context.ts'
import { createLog } from '../log.ts'
import { createProject } from '../projects/projects.ts'
import { type Started, withReleasers } from '../releasers.ts'
import { startServices } from '../services.ts'

/** The parts of a process on the run's database. Started twice, they are two processes to each other. */
export async function startTestServices(env: Record<string, string> = {}): Promise<Started<Services>> {
  const config = readConfig({
    DATABASE_URL: inject('databaseUrl'),
    TENON_ENCRYPTION_KEY: `test-services:${Buffer.alloc(32, 'k').toString('base64')}`,
    TENON_PUBLIC_URL: 'https://connect.example',
    ...env,
  })
  const log = createLog({ level: 'silent', pretty: false })
  return withReleasers((onRelease) => startServices(config, log, onRelease))
}

/** A project of the test's own. */
export async function newProject(services: Services): Promise<ProjectContext> {
  const project = await createProject(services, { product: `Product ${randomUUID()}`, name: 'Development' })
  return { ...services, project }
}
