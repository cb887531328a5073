import { hash } from 'node:crypto'
import { AppError } from '@tenon/core'
import type { ProjectContext, Services, UserContext } from '../context.ts'
import { getProjectAccess, projectTag } from '../projects/access.ts'
import { findLiveApiKey } from '../projects/api-keys.ts'
import type { Loaded } from '../shared-cache.ts'
import {
  CLOCK_SKEW_MS,
  readUserToken,
  refused,
  type UnverifiedUserToken,
  verifyUserToken,
} from '../users/user-tokens.ts'
import { ensureUser, userTag } from '../users/users.ts'
import { publicHost } from './urls.ts'

/** A token that is good for years is verified again now and then, so that it does not fill the cache for as long. */
const MAX_CACHED_MS = 3_600_000

/** What a verified user token allows. Shared by all requests that carry it: never changed. */
export interface VerifiedUser {
  context: UserContext
  usableUntilMs: number
}

/**
 * Who asks, if this very token was verified before and nothing has changed since: a few microseconds, no waiting.
 * Everyone else goes through {@link authenticateUser}.
 *
 * @param authorization the Authorization header, or the bare token
 */
export function findAuthenticatedUser(
  services: Services,
  projectId: string,
  authorization: string | undefined,
): UserContext | undefined {
  if (authorization === undefined) return undefined
  const known = services.caches.userTokens.get(cacheKey(projectId, withoutScheme(authorization)))
  return known && known.usableUntilMs > services.now().getTime() ? known.context : undefined
}

/**
 * Who asks, by the user token. A user seen for the first time is created.
 *
 * @param projectId as it stands in the address
 * @param authorization the Authorization header, or the bare token
 * @throws AppError `not_found` for an unknown project, before the token is looked at; then `unauthenticated` or
 * `token_expired` with a {@link RefusalReason} in `meta`
 */
export async function authenticateUser(
  services: Services,
  projectId: string,
  authorization: string | undefined,
): Promise<UserContext> {
  const authenticated = findAuthenticatedUser(services, projectId, authorization)
  if (authenticated) return authenticated
  const { project } = await getProjectAccess(services, projectId)
  const token = withoutScheme(authorization ?? '')
  if (!token) throw refused('missing', 'Send the user token as "Authorization: Bearer <token>"')
  const unverified = readUserToken(token, {
    projectId: project.id,
    publicHost: publicHost(services.config),
    now: services.now(),
  })
  const { context } = await services.caches.userTokens.fetch(cacheKey(project.id, token), () =>
    verify(services, projectId, unverified),
  )
  return context
}

/**
 * Which project's team asks, by its API key.
 *
 * @throws AppError `unauthenticated`
 */
export async function authenticateTeam(
  services: Services,
  authorization: string | undefined,
): Promise<ProjectContext> {
  const key = withoutScheme(authorization ?? '')
  if (!key) throw noApiKey('No API key was sent: send a project’s as "Authorization: Bearer tenon_…"')
  const apiKey = await findLiveApiKey(services, key)
  if (!apiKey) throw noApiKey('This API key does not exist or was revoked: create another')
  const { project } = await getProjectAccess(services, apiKey.projectId)
  return { ...services, project, actor: { kind: 'team_key', id: apiKey.id } }
}

/** Reads the keys within the cache's own read, so that one revoked meanwhile cannot leave a verified token behind. */
async function verify(
  services: Services,
  projectId: string,
  unverified: UnverifiedUserToken,
): Promise<Loaded<VerifiedUser>> {
  const { project, keys } = await getProjectAccess(services, projectId)
  const permissions = verifyUserToken(unverified, keys)
  const user = await ensureUser({ db: services.db, project }, unverified.externalId)
  const usableUntilMs = unverified.expiresAtMs + CLOCK_SKEW_MS
  return {
    value: { context: { ...services, project, user, permissions }, usableUntilMs },
    tags: [projectTag(project.id), userTag(user.id)],
    ttlMs: Math.min(usableUntilMs - services.now().getTime(), MAX_CACHED_MS),
  }
}

/** The digest, so that a dump of this process's memory holds fewer tokens. */
function cacheKey(projectId: string, token: string): string {
  return `${projectId.toLowerCase()} ${hash('sha256', token, 'base64')}`
}

/** RFC 9110 §11.1: the scheme's case does not matter. A variable that was not set leaves the scheme alone. */
function withoutScheme(authorization: string): string {
  return authorization.replace(/^bearer(?: +|$)/i, '')
}

function noApiKey(message: string): AppError {
  return new AppError('unauthenticated', message, { meta: { reason: 'api_key' } })
}
