import { AppError } from '@tenon/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { asDenied, bindingOf, type Callback, needsConsent, receiveCallback } from '../connections/callback.ts'
import { finishAuthorization } from '../connections/connect.ts'
import { clearedNonceCookie } from '../connections/nonce-cookie.ts'
import { isPostedFlow, keepPosted } from '../connections/posted.ts'
import { findSessionByState } from '../connections/sessions.ts'
import type { Services } from '../context.ts'
import { toAppError } from '../http/errors.ts'
import { getIntegration } from '../integrations/integrations.ts'
import { sendPage } from '../pages/html.ts'
import { addressesPage, consentPage, failurePage, successPage } from './oauth-callback-pages.ts'

const ByState = z.object({ state: z.string() })

/** Where providers send the user back. Nothing is saved before state, browser and, for an unknown page, the user agree. */
export const oauthCallbackRoutes =
  (services: Services): FastifyPluginAsyncZod =>
  async (app) => {
    app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) => {
      done(null, new URLSearchParams(String(body)))
    })

    app.get('/oauth', async (request, reply) => {
      const { searchParams } = new URL(request.url, 'http://localhost')
      return answer(request, reply, searchParams, (callback) =>
        needsConsent(callback) ? ask(reply, callback, 'oauth/confirm') : finish(reply, callback),
      )
    })

    app.post('/oauth/confirm', async (request, reply) => {
      const fields = request.body instanceof URLSearchParams ? request.body : new URLSearchParams()
      const isConfirmed = fields.get('decision') === 'connect'
      fields.delete('decision') // the other fields are the callback as it came
      return answer(request, reply, fields, (callback) =>
        finish(reply, isConfirmed ? callback : asDenied(callback)),
      )
    })

    // A provider that posts its consumer to us (Magento) has three addresses: what to enter there, where it posts, and
    // what it then opens in the browser of its administrator, which is the callback.
    app.get('/oauth/posted/:state', { schema: { params: ByState } }, (request, reply) =>
      answer(request, reply, new URLSearchParams(request.params), async (callback) => {
        if (!(await isPostedFlow(services, callback.session)))
          throw new AppError('state_mismatch', 'This provider is connected otherwise. Please connect again')
        const integration = await getIntegration(callback.ctx, callback.session.integrationId)
        return sendPage(reply, 200, addressesPage(callback, integration, request.headers['accept-language']))
      }),
    )

    app.post('/oauth/posted/:state', { schema: { params: ByState } }, async (request, reply) => {
      const fields = request.body instanceof URLSearchParams ? request.body : new URLSearchParams()
      await keepPosted(services, await findSessionByState(services, request.params.state), fields)
      return reply.code(204).send()
    })

    app.get('/oauth/posted/:state/identity', { schema: { params: ByState } }, (request, reply) => {
      const { searchParams } = new URL(request.url, 'http://localhost')
      searchParams.set('state', request.params.state)
      return answer(request, reply, searchParams, (callback) =>
        needsConsent(callback) ? ask(reply, callback, '../../confirm') : finish(reply, callback),
      )
    })

    /** Every failure becomes a page and, where a page waits for the outcome, a message. */
    async function answer(
      request: FastifyRequest,
      reply: FastifyReply,
      parameters: URLSearchParams,
      go: (callback: Callback) => Promise<FastifyReply>,
    ): Promise<FastifyReply> {
      const session = await findSessionByState(services, parameters.get('state') ?? '')
      try {
        const received = { parameters, cookieHeader: request.headers.cookie }
        return await go(await receiveCallback(services, session, received))
      } catch (error) {
        const failure = toAppError(error)
        if (failure.status === 500) request.log.error({ err: error }, 'an OAuth callback failed')
        return sendPage(reply, failure.status, failurePage(failure, session))
      }
    }

    async function ask(reply: FastifyReply, callback: Callback, confirmPath: string): Promise<FastifyReply> {
      const integration = await getIntegration(callback.ctx, callback.session.integrationId)
      return sendPage(reply, 200, consentPage(callback, integration, confirmPath))
    }

    async function finish(reply: FastifyReply, callback: Callback): Promise<FastifyReply> {
      reply.header('set-cookie', clearedNonceCookie(services, bindingOf(callback.session)))
      const { integration, returnUrl, ...outcome } = await finishAuthorization(callback)
      if (returnUrl !== undefined) return reply.redirect(returnUrl, 303)
      return sendPage(reply, 200, successPage(callback, integration, outcome))
    }
  }
