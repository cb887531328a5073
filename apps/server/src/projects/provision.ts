import { readFile } from 'node:fs/promises'
import { AppError } from '@tenon/core'
import { ZodError, z } from 'zod'
import { ConfigError } from '../config.ts'
import type { Project, ProjectContext, Services } from '../context.ts'
import { SwitchOnInput, switchOnIntegration } from '../integrations/integrations.ts'
import { CreateApiKeyInput, createApiKey, findApiKey } from './api-keys.ts'
import { CreateProjectInput, createProject, findProjectByName, updateProject } from './projects.ts'
import { readPublicKey } from './public-key.ts'
import { listSigningKeys, UploadSigningKeyInput, uploadSigningKey } from './signing-keys.ts'
import { lockProvisioning } from './store.ts'

const ProvisionedProject = z.strictObject({
  ...CreateProjectInput.shape,
  signingKeys: z.array(z.strictObject(UploadSigningKeyInput.shape)).default([]),
  apiKeys: z
    .array(z.strictObject({ ...CreateApiKeyInput.shape, key: CreateApiKeyInput.shape.key.nonoptional() }))
    .default([]),
  integrations: z.array(z.strictObject(SwitchOnInput.shape)).default([]),
})

const Document = z.strictObject({ projects: z.array(ProvisionedProject) })
type ProvisionedProject = z.output<typeof ProvisionedProject>

/** The document cannot be applied. `problems` has one line for each: the path in it and what is wrong. */
export class ProvisionError extends ConfigError {
  constructor(problems: string[], { cause }: { cause?: unknown } = {}) {
    super(problems)
    this.name = 'ProvisionError'
    this.cause = cause
  }
}

/**
 * Makes what a JSON document describes: projects with their settings, keys and integrations. What is there already is
 * brought up to date; nothing is removed, and a key revoked meanwhile stays revoked. Applying it twice changes nothing.
 *
 * @throws {ProvisionError}
 */
export async function provision(services: Services, path: string): Promise<void> {
  const { projects } = await readDocument(path)
  await services.db.transaction(async (tx) => {
    await lockProvisioning(tx)
    for (const [index, described] of projects.entries()) {
      await applyProject(services, described, `projects[${index}]`)
    }
  })
}

async function readDocument(path: string): Promise<z.output<typeof Document>> {
  const text = await readFile(path, 'utf8').catch((cause) => {
    throw new ProvisionError([`${path} cannot be read: ${cause.code ?? cause.message}`], { cause })
  })
  const parsed = Document.safeParse(parseJson(text, path))
  if (parsed.success) return parsed.data
  throw new ProvisionError(problemsOf(parsed.error, ''))
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ProvisionError([`${path} is not JSON`], { cause })
  }
}

async function applyProject(services: Services, described: ProvisionedProject, at: string): Promise<void> {
  const ctx: ProjectContext = {
    ...services,
    project: await naming(at, () => ensureProject(services, described)),
  }
  for (const [index, key] of described.signingKeys.entries()) {
    await naming(`${at}.signingKeys[${index}]`, () => ensureSigningKey(ctx, key))
  }
  for (const [index, key] of described.apiKeys.entries()) {
    await naming(`${at}.apiKeys[${index}]`, () => ensureApiKey(ctx, key))
  }
  for (const [index, integration] of described.integrations.entries()) {
    await naming(`${at}.integrations[${index}]`, () => switchOnIntegration(ctx, integration))
  }
}

async function ensureProject(services: Services, described: ProvisionedProject): Promise<Project> {
  const { product, name, id, ...settings } = described
  const found = await findProjectByName(services, { product, name })
  if (!found) return createProject(services, described)
  if (id !== undefined && id !== found.id) {
    throw new AppError('conflict', `"${name}" of "${product}" exists with the id ${found.id}: use that`)
  }
  return updateProject({ ...services, project: found }, settings)
}

async function ensureSigningKey(
  ctx: ProjectContext,
  described: z.output<typeof UploadSigningKeyInput>,
): Promise<void> {
  const { fingerprint } = readPublicKey(described.publicKey)
  const keys = await listSigningKeys(ctx)
  if (!keys.some((key) => key.fingerprint === fingerprint)) await uploadSigningKey(ctx, described)
}

async function ensureApiKey(ctx: ProjectContext, described: { name: string; key: string }): Promise<void> {
  if (!(await findApiKey(ctx, described.key))) await createApiKey(ctx, described)
}

/** Says where in the document a verb failed. */
async function naming<T>(at: string, apply: () => Promise<T>): Promise<T> {
  try {
    return await apply()
  } catch (error) {
    if (error instanceof AppError) throw new ProvisionError([`${at}: ${error.message}`], { cause: error })
    if (error instanceof ZodError) throw new ProvisionError(problemsOf(error, at), { cause: error })
    throw error
  }
}

function problemsOf({ issues }: ZodError, at: string): string[] {
  return issues.map(({ path, message }) => {
    const inner = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
    return `${`${at}${inner}`.replace(/^\./, '') || 'document'}: ${message}`
  })
}
