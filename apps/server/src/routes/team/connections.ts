import type { ConnectionId } from '@tenon/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { ImportInput, importConnections } from '../../connections/import/import.ts'
import {
  disconnectForTeam,
  getConnection,
  ListConnectionsInput,
  listConnections,
} from '../../users/connections.ts'
import { ConnectionReply, ImportReply, idOf, Nothing, pageOf, replies } from './schemas.ts'
import { teamOf } from './team.ts'

const tags = ['Connections']
const params = idOf<ConnectionId>()
/** A thousand rows, each with tokens of several kilobytes. */
const MAX_IMPORT_BYTES = 16 * 1024 * 1024

export const connectionRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/connections',
    {
      schema: {
        tags,
        summary: 'List, of one user, integration or status if wanted',
        querystring: ListConnectionsInput,
        response: replies(200, pageOf(ConnectionReply)),
      },
    },
    async (request) => listConnections(teamOf(request), request.query),
  )

  app.post(
    '/connections/import',
    {
      bodyLimit: MAX_IMPORT_BYTES,
      schema: {
        tags,
        summary: 'Bring users and their credentials along from another system, up to 1,000 at a time',
        body: ImportInput,
        response: replies(200, ImportReply),
      },
    },
    async (request) => importConnections(teamOf(request), request.body),
  )

  app.get(
    '/connections/:id',
    { schema: { tags, summary: 'One of them', params, response: replies(200, ConnectionReply) } },
    async (request) => getConnection(teamOf(request), request.params.id),
  )

  app.delete(
    '/connections/:id',
    {
      schema: {
        tags,
        summary: 'Disconnect: revoked at the provider where that is possible, then deleted',
        params,
        response: replies(204, Nothing),
      },
    },
    async (request, reply) => {
      await disconnectForTeam(teamOf(request), request.params.id)
      return reply.code(204).send(null)
    },
  )
}
