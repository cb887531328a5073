import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { beginAuthorization } from '../../connections/connect.ts'
import { InstallOptions } from '../../connections/install-options.ts'
import { type Binding, nonceCookie, openerCookie } from '../../connections/nonce-cookie.ts'
import { findSessionByPollKey, forgetEndedSession } from '../../connections/sessions.ts'
import type { Services, UserContext } from '../../context.ts'
import { authenticateUser } from '../../http/auth.ts'
import { toAppError } from '../../http/errors.ts'
import { oauthCallbackUrl } from '../../http/urls.ts'
import { getActiveIntegration, type Integration, wantedAuthKind } from '../../integrations/integrations.ts'
import { sendPage } from '../../pages/html.ts'
import { failedPage, noncePage } from '../../pages/popup.ts'

const Params = z.object({ projectId: z.string() })

/** JSON in a query parameter; absent or empty reads as an empty object. */
const jsonParameter = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((text, ctx) => {
    if (text === undefined || text === '' || text === 'undefined') return {}
    try {
      return JSON.parse(String(text))
    } catch {
      ctx.addIssue({ code: 'custom', message: 'must be JSON' })
      return z.NEVER
    }
  }, schema)

const origin = z
  .string()
  .refine((text) => URL.canParse(text) && new URL(text).origin === text, 'must be an origin')

const PollKey = z.string().min(8).max(100)

const Start = z.object({
  integrationId: z.string(),
  userToken: z.string().optional(),
  originForPostMessage: origin.optional(),
  redirectUrl: z.url().optional(),
  endUserSuppliedValues: jsonParameter(z.record(z.string(), z.coerce.string())),
  installOptions: jsonParameter(InstallOptions),
  oauthMetaKeyId: PollKey.optional(),
  sessionId: PollKey.optional().describe('the name of `oauthMetaKeyId` up to 2.1.1'),
})

/** The OAuth popup, from the click to the provider's page, and the poll that waits for its end. */
export const oauthRoutes =
  (services: Services): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/projects/:projectId/sdk/actions/oauth-nonce',
      {
        errorHandler: showFailure,
        schema: {
          params: Params,
          querystring: z.object({
            integrationId: z.string(),
            originForPostMessage: origin,
            userToken: z.string(),
          }),
        },
      },
      async (request, reply) => {
        const { integrationId, originForPostMessage, userToken } = request.query
        const ctx = await authenticateUser(services, request.params.projectId, userToken)
        const integration = await getActiveIntegration(ctx, integrationId)
        const binding = bindBrowser(ctx, request, reply, { integration, expectsMessage: false })
        const cookie = openerCookie(services.config, binding)
        return sendPage(reply, 200, noncePage({ openerOrigin: originForPostMessage, cookie }))
      },
    )

    app.get(
      '/v2/projects/:projectId/sdk/actions/build-oauth',
      { schema: { params: Params, querystring: Start } },
      async (request) => {
        const token = request.headers.authorization ?? request.query.userToken
        const ctx = await authenticateUser(services, request.params.projectId, token)
        const { url } = await begin(ctx, request.query)
        return { redirectUrl: url }
      },
    )

    // SDKs up to 2.1.1 open the popup here: the same in one step. No page of ours is there to see who opened it, so the
    // user is always asked to confirm.
    app.get(
      '/projects/:projectId/sdk/actions/build-oauth',
      { errorHandler: showFailure, schema: { params: Params, querystring: Start } },
      async (request, reply) => {
        const token = request.headers.authorization ?? request.query.userToken
        const ctx = await authenticateUser(services, request.params.projectId, token)
        const integration = await getActiveIntegration(ctx, request.query.integrationId)
        bindBrowser(ctx, request, reply, { integration, expectsMessage: true })
        const { url } = await begin(ctx, request.query)
        return reply.redirect(url, 302)
      },
    )

    const SessionParams = z.object({ projectId: z.string(), pollKey: z.string().min(1).max(100) })
    app.get(
      '/projects/:projectId/sdk/actions/session-id/:pollKey',
      { schema: { params: SessionParams } },
      async (request) => {
        const ctx = await authenticateUser(services, request.params.projectId, request.headers.authorization)
        const session = await findSessionByPollKey(ctx, request.params.pollKey)
        if (!session) return {}
        // Existing clients read `connectCredentialId` alone; ours also learns of a failure at once.
        if (session.status === 'completed')
          return { status: 'completed', connectCredentialId: session.connectionId }
        if (session.status === 'failed') return { status: 'failed', error: session.error }
        const isExpired = session.expiresAt <= ctx.now()
        return isExpired
          ? { status: 'failed', error: { code: 'session_expired', message: 'This sign-in took too long' } }
          : { status: 'pending' }
      },
    )

    app.delete(
      '/projects/:projectId/sdk/actions/session-id/:pollKey',
      { schema: { params: SessionParams } },
      async (request, reply) => {
        const ctx = await authenticateUser(services, request.params.projectId, request.headers.authorization)
        await forgetEndedSession(ctx, request.params.pollKey)
        return reply.code(204).send()
      },
    )

    function bindBrowser(
      ctx: UserContext,
      request: FastifyRequest,
      reply: FastifyReply,
      { integration, expectsMessage }: { integration: Integration; expectsMessage: boolean },
    ): Binding {
      const binding = { projectId: ctx.project.id, userId: ctx.user.id, integrationId: integration.id }
      const isFromKnownPage = ctx.project.allowedOrigins.includes(originOf(request.headers.referer))
      const opener = { isFromKnownPage, expectsMessage }
      reply.header('set-cookie', nonceCookie(services, binding, { now: ctx.now(), ...opener }))
      return binding
    }

    async function begin(ctx: UserContext, query: z.infer<typeof Start>): Promise<{ url: string }> {
      const integration = await getActiveIntegration(ctx, query.integrationId)
      return beginAuthorization(ctx, {
        integration,
        auth: wantedAuthKind(integration, query.installOptions),
        inputs: query.endUserSuppliedValues,
        options: query.installOptions,
        pollKey: query.oauthMetaKeyId ?? query.sessionId ?? null,
        openerOrigin: query.originForPostMessage ?? null,
        redirectUri: query.redirectUrl ?? oauthCallbackUrl(services.config),
      })
    }
  }

/** A popup's user reads a page, not JSON. */
function showFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const { status, message } = toAppError(error)
  if (status === 500) request.log.error({ err: error }, 'an OAuth popup could not be opened')
  sendPage(reply, status, failedPage(message))
}

function originOf(referer: string | undefined): string {
  return referer !== undefined && URL.canParse(referer) ? new URL(referer).origin : ''
}
