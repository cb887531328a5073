import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isPermitted, isUuid, namesConnections, type PermissionTarget } from '@tenon/core'
import { pickConnection } from '../../connections/list.ts'
import { findResolved, type ResolvedConnection, resolveConnection } from '../../connections/resolve.ts'
import { answerUnauthorized } from '../../connections/unauthorized.ts'
import type { Services, UserContext } from '../../context.ts'
import { authenticateUser, findAuthenticatedUser } from '../../http/auth.ts'
import { answerPreflight, isPreflight } from '../../http/cors.ts'
import { toAppError } from '../../http/errors.ts'
import { callerOf } from '../../proxy/caller.ts'
import { answerFailure } from '../../proxy/failures.ts'
import { type ForwardCall, forward } from '../../proxy/forward.ts'
import { paginate } from '../../proxy/paginate.ts'
import { type PaginationWish, readPaginationWish } from '../../proxy/pagination.ts'
import type { ThrottleMemory } from '../../proxy/retries.ts'
import { type RetryBudget, readRetryBudget } from '../../proxy/retry.ts'
import type { ProxyTarget } from '../../proxy/target.ts'
import { requirePermission } from '../../users/permissions.ts'
import { credentialSelector } from './selector.ts'

/** Tells this process's calls from those of others. */
const processTag = randomBytes(6).toString('hex')
let calls = 0

/** Unlike a UUID, it costs nothing. */
function nextRequestId(): string {
  calls += 1
  return `${processTag}-${calls.toString(36)}`
}

/**
 * Answers proxied calls, straight on Node's request and response: what is known of the token and the connection comes
 * from the process's caches, nothing is written, and no framework stands in between.
 */
export function createProxyHandler(services: Services) {
  return (request: IncomingMessage, response: ServerResponse, target: ProxyTarget): void => {
    if (isPreflight(request)) {
      answerPreflight(request, response)
      return
    }
    handle(services, request, response, target).catch((err) => {
      services.log.error({ err }, 'a proxied call failed for a reason unknown to us')
      response.destroy()
    })
  }
}

async function handle(
  services: Services,
  request: IncomingMessage,
  response: ServerResponse,
  target: ProxyTarget,
): Promise<void> {
  const requestId = nextRequestId()
  const { authorization } = request.headers
  let ctx: UserContext
  let connection: ResolvedConnection
  let retry: RetryBudget | undefined
  let wish: PaginationWish | undefined
  try {
    retry = readRetryBudget(request.headers)
    wish = readPaginationWish(request.headers)
    ctx =
      findAuthenticatedUser(services, target.projectId, authorization) ??
      (await authenticateUser(services, target.projectId, authorization))
    connection = await connectionFor(ctx, request, target)
  } catch (error) {
    const failure = toAppError(error)
    if (failure.code === 'internal')
      services.log.error({ err: error, requestId }, 'a proxied call could not be prepared')
    if (failure.status === 401)
      services.metrics.countRefusedToken(String(failure.meta?.reason ?? failure.code))
    services.metrics.countProxyCall('none', undefined, failure.code)
    return answerFailure(response, failure, requestId, callerOf(request.headers))
  }
  let used = connection
  const { config, outbound, metrics, log } = services
  const call: ForwardCall = {
    access: connection.access,
    outbound,
    fairnessKey: ctx.user.id,
    limits: config.proxy,
    caller: callerOf(request.headers, ctx.project.wrapsRestAnswers),
    requestId,
    pathAndQuery: target.pathAndQuery,
    now: services.now,
    throttle: throttleMemory(services, connection),
    retry,
    async onUnauthorized() {
      const renewed = await answerUnauthorized(ctx, connection, { wasRefreshed: false })
      if (renewed) used = renewed
      return renewed?.access
    },
  }
  const { provider } = connection.integration
  const outcome = wish
    ? await paginate(request, response, call, { provider, wish })
    : await forward(request, response, call)
  if (outcome.wasRepeated && outcome.upstreamStatus === 401)
    await answerUnauthorized(ctx, used, { wasRefreshed: true })
  const { failure, upstreamStatus: status } = outcome
  const { slug } = connection.integration
  metrics.countProxyCall(slug, status, failure?.code ?? 'answered')
  if (failure) {
    const fields = { requestId, integration: slug, code: failure.code, status, err: failure }
    log.warn(fields, 'a proxied call failed')
  }
}

function throttleMemory({ caches, now }: Services, { id, integration }: ResolvedConnection): ThrottleMemory {
  const nowMs = () => now().getTime()
  return {
    limit: integration.provider.api.rateLimit,
    until: () => caches.throttles.until(id, nowMs()),
    remember: (untilMs) => caches.throttles.remember(id, untilMs),
    now: nowMs,
  }
}

async function connectionFor(
  ctx: UserContext,
  request: IncomingMessage,
  { integration }: ProxyTarget,
): Promise<ResolvedConnection> {
  const named = credentialSelector(request)
  let connection = await resolve(ctx, integration, named)
  if (named === undefined && !isPermitted(ctx.permissions, 'credential:read', targetOf(connection))) {
    // A token that may see only some of the user's connections has its default among those.
    const visible = await pickConnection(ctx, connection.integration, undefined)
    connection = await resolve(ctx, integration, visible.id)
  }
  requirePermission(ctx, 'proxy', targetOf(connection))
  return connection
}

async function resolve(
  ctx: UserContext,
  integration: string,
  selector: string | undefined,
): Promise<ResolvedConnection> {
  const known = findResolved(ctx, integration, selector)
  if (known) return known
  // who may call no connection of it has no credential opened, let alone refreshed
  const isDecided = !isUuid(integration) && !namesConnections(ctx.permissions)
  if (isDecided) requirePermission(ctx, 'proxy', { integration })
  return resolveConnection(ctx, integration, selector)
}

function targetOf({ id, externalId, integration }: ResolvedConnection): PermissionTarget {
  return { integration: integration.slug, connectionId: id, connectionExternalId: externalId }
}
