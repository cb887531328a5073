import { sql } from 'drizzle-orm'
import type { FastifyPluginAsync } from 'fastify'
import type { Services } from '../context.ts'

/** For operators and their load balancers. */
export const healthRoutes =
  ({ db, invalidations, metrics }: Services): FastifyPluginAsync =>
  async (app) => {
    app.get('/health', { logLevel: 'warn' }, () => ({ status: 'ok' }))

    app.get('/ready', { logLevel: 'warn' }, async (_, reply) => {
      const isReady = invalidations.isFresh() && (await answers(db.execute(sql`select 1`)))
      return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not ready' })
    })

    app.get('/metrics', { logLevel: 'warn' }, async (_, reply) =>
      reply.type(metrics.contentType).send(await metrics.text()),
    )
  }

async function answers(query: Promise<unknown>): Promise<boolean> {
  return query.then(
    () => true,
    () => false,
  )
}
