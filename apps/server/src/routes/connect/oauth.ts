import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { beginAuthorization } from '../../connections/connect.ts'
import { InstallOptions } from '../../connections/install-options.ts'
import { type Binding, nonceCookie, openerCookie } from '../../connections/nonce-cookie.ts'
import { issuePopupCode, redeemPopupCode } from '../../connections/popup-codes.ts'
import type { ProjectContext, Services, UserContext } from '../../context.ts'
import { authenticateUser } from '../../http/auth.ts'
import { toAppError } from '../../http/errors.ts'
import { oauthCallbackUrl } from '../../http/urls.ts'
import { getActiveIntegration, wantedAuthKind } from '../../integrations/integrations.ts'
import { sendPage } from '../../pages/html.ts'
import { failedPage, noncePage } from '../../pages/popup.ts'
import { getProjectAccess } from '../../projects/access.ts'

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

const PopupStart = z.object({ integrationId: z.string(), originForPostMessage: origin })

/** Who opens a popup, and for what: our SDK shows a code, existing clients the user token itself. */
const Nonce = z.union([z.object({ code: z.string() }), PopupStart.extend({ userToken: z.string() })])

/** The OAuth popup, from the click to the provider's page. */
export const oauthRoutes =
  (services: Services): FastifyPluginAsyncZod =>
  async (app) => {
    app.post(
      '/projects/:projectId/sdk/actions/oauth-nonce',
      { schema: { params: Params, body: PopupStart } },
      async (request) => {
        const { authorization } = request.headers
        const ctx = await authenticateUser(services, request.params.projectId, authorization)
        const { id } = await getActiveIntegration(ctx, request.body.integrationId)
        const openerOrigin = request.body.originForPostMessage
        return { code: await issuePopupCode(ctx, { integrationId: id, openerOrigin }) }
      },
    )

    app.get(
      '/projects/:projectId/sdk/actions/oauth-nonce',
      { errorHandler: showFailure, schema: { params: Params, querystring: Nonce } },
      async (request, reply) => {
        const { openerOrigin, ...start } = await identify(request.params.projectId, request.query)
        const binding = bindBrowser(start, request, reply, { expectsMessage: false })
        const cookie = openerCookie(services.config, binding)
        return sendPage(reply, 200, noncePage({ openerOrigin, cookie }))
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
        const start = { ctx, userId: ctx.user.id, integrationId: integration.id }
        bindBrowser(start, request, reply, { expectsMessage: true })
        const { url } = await begin(ctx, request.query)
        return reply.redirect(url, 302)
      },
    )

    /** Whom the popup is for, and which page opened it. */
    async function identify(projectId: string, query: z.infer<typeof Nonce>) {
      if ('code' in query) {
        const ctx = { ...services, project: (await getProjectAccess(services, projectId)).project }
        const { userId, integrationId, openerOrigin } = await redeemPopupCode(ctx, query.code)
        return { ctx, userId, integrationId, openerOrigin }
      }
      const ctx = await authenticateUser(services, projectId, query.userToken)
      const { id: integrationId } = await getActiveIntegration(ctx, query.integrationId)
      return { ctx, userId: ctx.user.id, integrationId, openerOrigin: query.originForPostMessage }
    }

    function bindBrowser(
      { ctx, userId, integrationId }: { ctx: ProjectContext; userId: string; integrationId: string },
      request: FastifyRequest,
      reply: FastifyReply,
      { expectsMessage }: { expectsMessage: boolean },
    ): Binding {
      const binding = { projectId: ctx.project.id, userId, integrationId }
      const isFromKnownPage = ctx.project.allowedOrigins.includes(originOf(request.headers.referer))
      const opener = { isFromKnownPage, expectsMessage }
      reply.header('set-cookie', nonceCookie(services, binding, { now: services.now(), ...opener }))
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
