import { createPublicKey, type KeyObject } from 'node:crypto'
import { AppError, isUuid, type ProjectId, type SigningKeyId } from '@tenon/core'
import type { Project, Services } from '../context.ts'
import * as store from './store.ts'

/** What deciding about a caller needs of a project. */
export interface ProjectAccess {
  project: Project
  /** Those not revoked, the newest first. */
  keys: VerificationKey[]
}

/** A signing key that is ready to check user tokens. */
export interface VerificationKey {
  id: SigningKeyId
  /** A token may name it as its `kid`. */
  fingerprint: string
  key: KeyObject
  /** Length of the signatures that it can have made. */
  signatureBytes: number
}

/** Cached. @throws AppError `not_found`, also for what is no id at all */
export async function getProjectAccess(services: Services, projectId: string): Promise<ProjectAccess> {
  if (!isUuid(projectId)) throw unknownProject()
  const id = projectId.toLowerCase() as ProjectId
  return services.caches.projects.fetch(id, async () => ({
    value: await load(services, id),
    tags: [projectTag(id)],
  }))
}

/** Carried by all that is cached and was made from a project's settings or signing keys. */
export function projectTag(id: ProjectId): string {
  return `project:${id}`
}

function unknownProject(): AppError {
  return new AppError('not_found', 'There is no project with this id: check the project id in the address')
}

async function load({ db }: Services, id: ProjectId): Promise<ProjectAccess> {
  const project = await store.findProject(db, { id })
  if (!project) throw unknownProject()
  const rows = await store.listSigningKeys({ db, project })
  return { project, keys: rows.filter(({ revokedAt }) => revokedAt === null).map(toVerificationKey) }
}

function toVerificationKey({ id, fingerprint, publicKey }: store.SigningKeyRow): VerificationKey {
  const key = createPublicKey(publicKey)
  return {
    id,
    fingerprint,
    key,
    signatureBytes: Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8),
  }
}
