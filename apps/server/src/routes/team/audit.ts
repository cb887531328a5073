import { ReauthReason } from '@tenon/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ListAuditInput, listAudit } from '../../audit/audit.ts'
import { Actor, AuditAction } from '../../audit/entry.ts'
import { Moment, pageOf, replies } from './schemas.ts'
import { teamOf } from './team.ts'

const tags = ['Audit trail']

const AuditEntryReply = z.object({
  id: z.string(),
  at: Moment,
  actor: Actor,
  action: AuditAction,
  connectionId: z.string().nullable(),
  integration: z.string().nullable(),
  userExternalId: z.string().nullable().describe('your own id of the user'),
  reason: ReauthReason.nullable(),
  detail: z.record(z.string(), z.unknown()),
})

export const auditRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/audit',
    {
      schema: {
        tags,
        summary: 'What happened to connections, and why',
        querystring: ListAuditInput,
        response: replies(200, pageOf(AuditEntryReply)),
      },
    },
    async (request) => {
      const { items, nextCursor } = await listAudit(teamOf(request), request.query)
      return { items: items.map(({ detail, ...entry }) => ({ ...entry, detail: { ...detail } })), nextCursor }
    },
  )
}
