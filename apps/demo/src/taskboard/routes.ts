import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Session } from './session.ts'
import { type Board, isColumn, type NewTask } from './tasks.ts'
import { findUser, type User, users } from './users.ts'

const COOKIE = 'taskboard_user'
const MAX_TITLE_LENGTH = 200

export interface ApiParts {
  boards: ReadonlyMap<string, Board>
  signUserToken: (user: User) => Promise<string>
  tenon: Session['tenon']
  sandbox: Session['sandbox']
}

/** Taskboard's own API, to be registered under `/api`. */
export function apiRoutes(app: FastifyInstance, { boards, signUserToken, tenon, sandbox }: ApiParts): void {
  const boardOf = (request: FastifyRequest) => boards.get(userOf(request).id) as Board

  app.get('/session', async (request): Promise<Session> => {
    const { host, projectId } = tenon
    return { user: userOf(request), users, tenon: { host, projectId }, sandbox }
  })

  app.post('/session', async (request, reply) => {
    const { userId } = request.body as { userId: string }
    if (!findUser(userId)) return reply.code(404).send({ message: 'There is no such user' })
    return reply.header('set-cookie', `${COOKIE}=${userId}; Path=/; HttpOnly; SameSite=Lax`).send({ userId })
  })

  app.post('/user-token', async (request, reply) => {
    const token = await signUserToken(userOf(request))
    return reply.type('text/plain').header('cache-control', 'no-store').send(token)
  })

  app.get('/tasks', async (request) => boardOf(request).all())

  app.post('/tasks', async (request, reply) => {
    const task = readTask(request.body)
    if (!task)
      return reply
        .code(400)
        .send({ message: `A task needs a title of at most ${MAX_TITLE_LENGTH} characters` })
    return reply.code(201).send(boardOf(request).add(task))
  })

  app.patch('/tasks/:id', async (request, reply) => {
    const { column } = request.body as { column: unknown }
    const task = isColumn(column) && boardOf(request).move(idOf(request), column)
    return task || reply.code(404).send({ message: 'There is no such task or column' })
  })

  app.delete('/tasks/:id', async (request, reply) =>
    reply.code(boardOf(request).remove(idOf(request)) ? 204 : 404).send(),
  )
}

/** Who is signed in; at first, whoever is listed first. */
function userOf({ headers }: FastifyRequest): User {
  const [, id = ''] = new RegExp(`(?:^|; )${COOKIE}=(\\w+)`).exec(headers.cookie ?? '') ?? []
  return findUser(id) ?? users[0]
}

function idOf({ params }: FastifyRequest): string {
  return (params as { id: string }).id
}

function readTask(body: unknown): NewTask | undefined {
  const { title, column, contact } = body as Record<string, unknown>
  if (typeof title !== 'string' || !title.trim() || title.length > MAX_TITLE_LENGTH) return undefined
  return { title: title.trim(), column: isColumn(column) ? column : 'todo', contact: readContact(contact) }
}

function readContact(contact: unknown): NewTask['contact'] {
  if (typeof contact !== 'object' || contact === null) return undefined
  const { name, email } = contact as Record<string, unknown>
  return typeof name === 'string' && typeof email === 'string' ? { name, email } : undefined
}
