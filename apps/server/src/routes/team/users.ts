import type { ConnectedUserId } from '@tenon/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { deleteUser, getUser, ListUsersInput, listUsers } from '../../users/users.ts'
import { idOf, Nothing, pageOf, replies, UserReply } from './schemas.ts'
import { teamOf } from './team.ts'

const tags = ['Connected users']
const params = idOf<ConnectedUserId>()

export const userRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/users',
    {
      schema: {
        tags,
        summary: 'List, with the states of their connections',
        querystring: ListUsersInput,
        response: replies(200, pageOf(UserReply)),
      },
    },
    async (request) => listUsers(teamOf(request), request.query),
  )

  app.get(
    '/users/:id',
    { schema: { tags, summary: 'One of them', params, response: replies(200, UserReply) } },
    async (request) => getUser(teamOf(request), request.params.id),
  )

  app.delete(
    '/users/:id',
    {
      schema: {
        tags,
        summary: 'Disconnect all that the user has connected, then delete the user',
        params,
        response: replies(204, Nothing),
      },
    },
    async (request, reply) => {
      await deleteUser(teamOf(request), request.params.id)
      return reply.code(204).send(null)
    },
  )
}
