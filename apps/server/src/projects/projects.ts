import { AppError, isUuid, type ProductId, type ProjectId } from '@tenon/core'
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import type { Project, ProjectContext, Services } from '../context.ts'
import { change } from '../database/change.ts'
import { projectTag } from './access.ts'
import { Name } from './names.ts'
import { Origin } from './origin.ts'
import * as store from './store.ts'

const settings = {
  allowedOrigins: z
    .array(Origin)
    .max(100)
    .describe('origins of the product’s pages: they may frame the portal; empty lets any page frame it'),
  wrapsRestAnswers: z
    .boolean()
    .describe('REST callers get `{output}` around JSON unless they ask for it raw'),
  alertEmails: z
    .array(z.email())
    .max(20)
    .describe('who of the team is mailed when connections need their users again'),
  mailsUsers: z
    .boolean()
    .describe('users whose metadata has an `email` are mailed too when their connections need them'),
}

export const CreateProjectInput = z.object({
  product: Name.describe('the product; made if it is new'),
  name: Name.describe('the environment, such as Development'),
  id: z.uuid().toLowerCase().optional().describe('absent: we make one'),
  allowedOrigins: settings.allowedOrigins.optional(),
  wrapsRestAnswers: settings.wrapsRestAnswers.optional(),
  alertEmails: settings.alertEmails.optional(),
  mailsUsers: settings.mailsUsers.optional(),
})
export type CreateProjectInput = z.input<typeof CreateProjectInput>

export const UpdateProjectInput = z.object({
  allowedOrigins: settings.allowedOrigins.optional(),
  wrapsRestAnswers: settings.wrapsRestAnswers.optional(),
  alertEmails: settings.alertEmails.optional(),
  mailsUsers: settings.mailsUsers.optional(),
})
export type UpdateProjectInput = z.input<typeof UpdateProjectInput>

/** @throws AppError `conflict` when the product has a project of that name, or the id is taken */
export async function createProject(services: Services, input: CreateProjectInput): Promise<Project> {
  const { product, ...values } = CreateProjectInput.parse(input)
  const id = (values.id ?? uuidv7()) as ProjectId
  return change(services, [projectTag(id)], async (tx) => {
    const productId = await store.ensureProduct(tx, { id: uuidv7() as ProductId, name: product })
    const isNew = await store.insertProject(tx, withoutAbsent({ ...values, id, productId }))
    const created = isNew && (await store.findProject(tx, { id }))
    if (created) return created
    const namesake = await store.findProject(tx, { product, name: values.name })
    const problem = namesake
      ? `"${product}" has a project "${values.name}" already: use it, or choose another name`
      : `There is another project with the id ${id}: choose another id, or leave it out`
    throw new AppError('conflict', problem)
  })
}

/** All projects, by product. */
export async function listProjects({ db }: Services): Promise<Project[]> {
  return store.listProjects(db)
}

/** For provisioning and the command line, which look at the database rather than a cache. */
export async function findProjectByName(
  { db }: Services,
  by: { product: string; name: string },
): Promise<Project | undefined> {
  return store.findProject(db, by)
}

/** @throws AppError `not_found`, also for what is no id at all */
export async function getProject({ db }: Services, id: string): Promise<Project> {
  const found = isUuid(id) && (await store.findProject(db, { id: id.toLowerCase() as ProjectId }))
  if (found) return found
  throw new AppError('not_found', `There is no project with the id "${id}"`)
}

export async function updateProject(ctx: ProjectContext, input: UpdateProjectInput): Promise<Project> {
  const changes = withoutAbsent(UpdateProjectInput.parse(input))
  await change(ctx, [projectTag(ctx.project.id)], (tx) => store.updateProject({ ...ctx, db: tx }, changes))
  return { ...ctx.project, ...changes }
}

type Present<T> = { [Key in keyof T]: Exclude<T[Key], undefined> }

/** Drizzle would take an undefined value for "leave it"; the types say that it is absent. */
function withoutAbsent<T extends object>(values: T): Present<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>
}
