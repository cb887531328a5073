import { AppError, type ConnectionId } from '@tenon/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { finishAuthorization } from '../connections/connect.ts'
import { TOLD_CONNECTION } from '../connections/install-options.ts'
import {
  type Binding,
  clearedNonceCookie,
  type Opener,
  readNonceCookie,
} from '../connections/nonce-cookie.ts'
import { type ConnectSession, findSessionByState } from '../connections/sessions.ts'
import { findConnection } from '../connections/store.ts'
import type { Services, UserContext } from '../context.ts'
import { toAppError } from '../http/errors.ts'
import { getIntegration } from '../integrations/integrations.ts'
import { sendPage } from '../pages/html.ts'
import { confirmPage, connectedPage, failedPage, type Tell } from '../pages/popup.ts'
import { getProjectAccess } from '../projects/access.ts'

/** Of a user's name on a page. */
const LONGEST_LABEL = 80

/** A callback that found its session, in the browser that started it. */
interface Callback {
  ctx: UserContext
  session: ConnectSession
  query: Record<string, string>
  opener: Opener
}

/** Where providers send the user back. Nothing is saved before state, browser and, for an unknown page, the user agree. */
export const oauthCallbackRoutes =
  (services: Services): FastifyPluginAsyncZod =>
  async (app) => {
    app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) => {
      done(null, new URLSearchParams(String(body)))
    })

    app.get('/oauth', async (request, reply) => {
      const { searchParams } = new URL(request.url, 'http://localhost')
      return answer(request, reply, searchParams, async (callback) => {
        if (callback.opener.isFromKnownPage || callback.query.error) return finish(reply, callback)
        const integration = await getIntegration(callback.ctx, callback.session.integrationId)
        const about = {
          integration: integration.provider.name,
          product: callback.ctx.project.productName,
          user: userLabel(callback.session.userExternalId),
        }
        return sendPage(reply, 200, confirmPage({ ...about, fields: callback.query }))
      })
    })

    app.post('/oauth/confirm', async (request, reply) => {
      const fields = request.body instanceof URLSearchParams ? request.body : new URLSearchParams()
      const isConfirmed = fields.get('decision') === 'connect'
      fields.delete('decision')
      return answer(request, reply, fields, (callback) =>
        isConfirmed
          ? finish(reply, callback)
          : finish(reply, { ...callback, query: { ...callback.query, error: 'access_denied' } }),
      )
    })

    /** Finds the session that the callback belongs to; every failure becomes a page and, where one waits, a message. */
    async function answer(
      request: FastifyRequest,
      reply: FastifyReply,
      parameters: URLSearchParams,
      go: (callback: Callback) => Promise<FastifyReply>,
    ): Promise<FastifyReply> {
      const oauthState = parameters.get('state')
      const session = oauthState ? await findSessionByState(services, oauthState) : undefined
      try {
        if (!session)
          throw new AppError(
            'state_mismatch',
            'This sign-in is not known here, or is long over. Please connect again',
          )
        const ctx = await contextOf(session)
        const opener = readNonceCookie(services, bindingOf(session), {
          cookieHeader: request.headers.cookie,
          now: services.now(),
        })
        if (!opener)
          throw new AppError(
            'state_mismatch',
            'This sign-in was started in another browser. Please connect again',
          )
        return await go({ ctx, session, query: uniqueParameters(parameters), opener })
      } catch (error) {
        return fail(request, reply, session, error)
      }
    }

    async function finish(
      reply: FastifyReply,
      { ctx, session, query, opener }: Callback,
    ): Promise<FastifyReply> {
      reply.header('set-cookie', clearedNonceCookie(services, bindingOf(session)))
      const id = await finishAuthorization(ctx, session, { oauthState: query.state ?? '', callback: query })
      const [integration, connection] = await Promise.all([
        getIntegration(ctx, session.integrationId),
        findConnection(ctx, id),
      ])
      const about = { integration: integration.provider.name, product: ctx.project.productName }
      const isPending = connection?.status === 'pending'
      return sendPage(reply, 200, connectedPage({ ...about, isPending }, successMessage(session, opener, id)))
    }

    function fail(
      request: FastifyRequest,
      reply: FastifyReply,
      session: ConnectSession | undefined,
      error: unknown,
    ): FastifyReply {
      const { status, code, message } = toAppError(error)
      if (status === 500) request.log.error({ err: error }, 'an OAuth callback failed')
      const errorResponse = { message, code, status }
      return sendPage(
        reply,
        status,
        failedPage(
          message,
          session && tell(session, { type: 'oauth_error_callback', error: message, errorResponse }),
        ),
      )
    }

    async function contextOf({ projectId, userId, userExternalId }: ConnectSession): Promise<UserContext> {
      const { project } = await getProjectAccess(services, projectId)
      return {
        ...services,
        project,
        user: { id: userId, externalId: userExternalId },
        permissions: undefined,
      }
    }
  }

/** The SDK posts `payload` back to us as if it were a form, and takes the answer for a new connection. */
function successMessage(
  session: ConnectSession,
  { expectsMessage }: Opener,
  id: ConnectionId,
): Tell | undefined {
  if (!expectsMessage) return undefined
  const credential = { integrationId: session.integrationId, payload: { [TOLD_CONNECTION]: id } }
  return tell(session, { type: 'oauth_success_callback', credential })
}

function tell({ openerOrigin, integrationId }: ConnectSession, message: object): Tell | undefined {
  return openerOrigin === null ? undefined : { openerOrigin, message: { ...message, integrationId } }
}

/** The signed name alone: what the product tells beside it, the user could have set. Nothing in it can hide the rest. */
function userLabel(externalId: string): string {
  const visible = externalId.replace(/[\p{Cc}\p{Cf}]/gu, '')
  return visible.length > LONGEST_LABEL ? `${visible.slice(0, LONGEST_LABEL)}…` : visible
}

function bindingOf({ projectId, userId, integrationId }: ConnectSession): Binding {
  return { projectId, userId, integrationId }
}

/** RFC 6749 §3.1: parameters must not be included more than once. */
function uniqueParameters(parameters: URLSearchParams): Record<string, string> {
  const entries = [...parameters]
  if (new Set(parameters.keys()).size < entries.length) {
    throw new AppError('invalid_request', 'The provider sent a parameter twice. Please connect again')
  }
  return Object.fromEntries(entries)
}
