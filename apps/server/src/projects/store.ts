import type { ApiKeyId, ProductId, ProjectId, SigningKeyId } from '@tenon/core'
import { and, asc, desc, eq, gte, isNull, lt, sql } from 'drizzle-orm'
import type { Project } from '../context.ts'
import type { Executor, Transaction } from '../database/open.ts'
import { apiKey, product, project, signingKey } from '../database/schema.ts'

/** Any number will do, as long as nothing else locks it. "provis" in ASCII. */
const PROVISION_LOCK = 0x70726f766973

export type SigningKeyRow = typeof signingKey.$inferSelect
export type ApiKeyRow = typeof apiKey.$inferSelect

interface ProjectScope {
  db: Executor
  project: Pick<Project, 'id'>
}

const projectColumns = {
  id: project.id,
  name: project.name,
  productId: product.id,
  productName: product.name,
  allowedOrigins: project.allowedOrigins,
  wrapsRestAnswers: project.wrapsRestAnswers,
  alertEmails: project.alertEmails,
  mailsUsers: project.mailsUsers,
}

/** The product of that name, made if there is none. Safe against another process that does the same. */
export async function ensureProduct(
  db: Executor,
  values: { id: ProductId; name: string },
): Promise<ProductId> {
  await db.insert(product).values(values).onConflictDoNothing()
  const [row] = await db.select({ id: product.id }).from(product).where(eq(product.name, values.name))
  if (!row) throw new Error('a product that could not be inserted exists')
  return row.id
}

/** @returns false when the id, or the name within the product, is taken */
export async function insertProject(db: Executor, values: typeof project.$inferInsert): Promise<boolean> {
  const inserted = await db.insert(project).values(values).onConflictDoNothing().returning({ id: project.id })
  return inserted.length > 0
}

export async function listProjects(db: Executor): Promise<Project[]> {
  return db
    .select(projectColumns)
    .from(project)
    .innerJoin(product, eq(project.productId, product.id))
    .orderBy(asc(product.name), asc(project.createdAt))
}

export async function findProject(
  db: Executor,
  by: { id: ProjectId } | { product: string; name: string },
): Promise<Project | undefined> {
  const matches =
    'id' in by ? eq(project.id, by.id) : and(eq(product.name, by.product), eq(project.name, by.name))
  const [row] = await db
    .select(projectColumns)
    .from(project)
    .innerJoin(product, eq(project.productId, product.id))
    .where(matches)
  return row
}

export async function updateProject(
  { db, project: { id } }: ProjectScope,
  changes: Partial<Pick<Project, 'allowedOrigins' | 'wrapsRestAnswers' | 'alertEmails' | 'mailsUsers'>>,
): Promise<void> {
  if (Object.keys(changes).length > 0) await db.update(project).set(changes).where(eq(project.id, id))
}

/** Lets one change of the project's keys go on at a time, until the transaction ends. */
export async function lockProject({ db, project: { id } }: ProjectScope): Promise<void> {
  await db.select({ id: project.id }).from(project).where(eq(project.id, id)).for('update')
}

/** Revoked ones too, the newest first. */
export async function listSigningKeys({ db, project: { id } }: ProjectScope): Promise<SigningKeyRow[]> {
  return db
    .select()
    .from(signingKey)
    .where(eq(signingKey.projectId, id))
    .orderBy(desc(signingKey.createdAt), desc(signingKey.id))
}

/** @returns undefined when the project has, or had, this very key */
export async function insertSigningKey(
  { db, project: { id } }: ProjectScope,
  values: Pick<SigningKeyRow, 'id' | 'name' | 'publicKey' | 'fingerprint'>,
): Promise<SigningKeyRow | undefined> {
  const [row] = await db
    .insert(signingKey)
    .values({ ...values, projectId: id })
    .onConflictDoNothing()
    .returning()
  return row
}

/** @returns undefined when there is no such key; one revoked before keeps its date */
export async function revokeSigningKey(
  { db, project: { id: projectId } }: ProjectScope,
  id: SigningKeyId,
  revokedAt: Date,
): Promise<SigningKeyRow | undefined> {
  const isIt = and(eq(signingKey.projectId, projectId), eq(signingKey.id, id))
  await db
    .update(signingKey)
    .set({ revokedAt })
    .where(and(isIt, isNull(signingKey.revokedAt)))
  const [row] = await db.select().from(signingKey).where(isIt)
  return row
}

/** Revoked ones too, the newest first. */
export async function listApiKeys({ db, project: { id } }: ProjectScope): Promise<ApiKeyRow[]> {
  return db
    .select()
    .from(apiKey)
    .where(eq(apiKey.projectId, id))
    .orderBy(desc(apiKey.createdAt), desc(apiKey.id))
}

/** @returns undefined when the same key exists, in this project or another */
export async function insertApiKey(
  { db, project: { id } }: ProjectScope,
  values: Pick<ApiKeyRow, 'id' | 'name' | 'canReveal' | 'digest' | 'hint'>,
): Promise<ApiKeyRow | undefined> {
  const [row] = await db
    .insert(apiKey)
    .values({ ...values, projectId: id })
    .onConflictDoNothing()
    .returning()
  return row
}

export async function findApiKey(
  { db, project: { id: projectId } }: ProjectScope,
  by: { id: ApiKeyId } | { digest: Buffer },
): Promise<ApiKeyRow | undefined> {
  const matches = 'id' in by ? eq(apiKey.id, by.id) : eq(apiKey.digest, by.digest)
  const [row] = await db
    .select()
    .from(apiKey)
    .where(and(eq(apiKey.projectId, projectId), matches))
  return row
}

/** A key revoked before keeps its date. */
export async function revokeApiKey(
  { db, project: { id: projectId } }: ProjectScope,
  id: ApiKeyId,
  revokedAt: Date,
): Promise<void> {
  await db
    .update(apiKey)
    .set({ revokedAt })
    .where(and(eq(apiKey.projectId, projectId), eq(apiKey.id, id), isNull(apiKey.revokedAt)))
}

/** The live API keys of all projects whose digest begins with one byte. */
export async function listApiKeyDigests(
  db: Executor,
  firstByte: number,
): Promise<Pick<ApiKeyRow, 'id' | 'projectId' | 'digest'>[]> {
  const { id, projectId, digest } = apiKey
  const isBelow = firstByte < 0xff ? lt(digest, Buffer.from([firstByte + 1])) : undefined
  return db
    .select({ id, projectId, digest })
    .from(apiKey)
    .where(and(isNull(apiKey.revokedAt), gte(digest, Buffer.from([firstByte])), isBelow))
}

/** Lets one process at a time apply a provisioning document, until the transaction ends. */
export async function lockProvisioning(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${PROVISION_LOCK})`)
}
