import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { UpdateProjectInput, updateProject } from '../../projects/projects.ts'
import { ProjectReply, replies } from './schemas.ts'
import { teamOf } from './team.ts'

const tags = ['Project']

export const projectRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/project',
    {
      schema: {
        tags,
        summary: 'The project that the API key belongs to',
        response: replies(200, ProjectReply),
      },
    },
    async (request) => teamOf(request).project,
  )

  app.patch(
    '/project',
    {
      schema: {
        tags,
        summary: 'Change the project’s settings',
        body: UpdateProjectInput,
        response: replies(200, ProjectReply),
      },
    },
    async (request) => updateProject(teamOf(request), request.body),
  )
}
