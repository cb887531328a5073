import { type Config, readConfig } from '../config.ts'
import type { Project, ProjectContext, Services } from '../context.ts'
import { hasHome } from '../database/embedded/home.ts'
import { createLog } from '../log.ts'
import { listProjects } from '../projects/projects.ts'
import { withReleasers } from '../releasers.ts'
import { startServices } from '../services.ts'
import { type Terminal, UsageError } from './command.ts'

/** The option of every command that is about one project. */
export const projectOption = {
  project: { type: 'string', help: 'its id, or Product/Name; may be left out while there is only one' },
} as const

/**
 * Works on the database itself: a server that runs on it hears of every change. An embedded one is started if need be.
 *
 * @param makesDatabase whether it makes sense to begin with an empty one
 * @throws UsageError where there is none, unless `makesDatabase`
 */
export async function withServices<Result>(
  { env, err }: Terminal,
  work: (services: Services) => Promise<Result>,
  { makesDatabase = false } = {},
): Promise<Result> {
  const config = readConfig(env)
  if (!makesDatabase && !hasDatabase(config)) {
    throw new UsageError(
      `there is no database in ${config.dataDir}: run this in Tenon's folder, or set TENON_DATA_DIR or DATABASE_URL; "npm start" makes one`,
    )
  }
  const log = createLog({
    level: 'warn',
    pretty: true,
    destination: { write: (line) => err(line.trimEnd()) },
  })
  const { value: services, release } = await withReleasers((onRelease) =>
    startServices(config, log, onRelease, { isCommand: true }),
  )
  try {
    return await work(services)
  } finally {
    await release()
  }
}

export async function withProject<Result>(
  terminal: Terminal,
  named: string | undefined,
  work: (ctx: ProjectContext) => Promise<Result>,
): Promise<Result> {
  return withServices(terminal, async (services) =>
    work({
      ...services,
      project: await pickProject(services, named),
      actor: { kind: 'command_line', id: null },
    }),
  )
}

/** An embedded one is there once it was made; whether another answers is seen by asking it. */
export function hasDatabase({ databaseUrl, dataDir }: Pick<Config, 'databaseUrl' | 'dataDir'>): boolean {
  return databaseUrl !== undefined || hasHome(dataDir)
}

async function pickProject(services: Services, named: string | undefined): Promise<Project> {
  const projects = await listProjects(services)
  if (projects.length === 0) throw new UsageError('there is no project yet: npx tenon project create')
  const [only, ...others] = projects.filter((project) => named === undefined || isNamed(project, named))
  if (only && others.length === 0) return only
  const known = projects.map((project) => `${project.id} (${nameOf(project)})`).join(', ')
  if (named === undefined || only) throw new UsageError(`name one project with --project: ${known}`)
  throw new UsageError(`there is no project "${named}"; there is ${known}`)
}

function isNamed(project: Project, text: string): boolean {
  return project.id === text.toLowerCase() || nameOf(project) === text
}

/** Said below every redirect URL that may not be the server's. */
export function redirectUrlNote({ config }: Pick<Services, 'config'>): string[] {
  if (!config.isPublicUrlGuessed) return []
  return [
    'The redirect URL is a guess, as TENON_PUBLIC_URL is unset and no server has run yet: set it, or start the server',
  ]
}

/** As commands take it and show it: `Taskboard/Development`. */
export function nameOf({ productName, name }: Project): string {
  return `${productName}/${name}`
}
