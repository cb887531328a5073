import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Account } from '../accounts.ts'
import { type Contact, type ContactBook, lists } from '../contacts.ts'
import { parseContactChanges, parseNewContact } from './contact-input.ts'
import { ApiError } from './errors.ts'
import { createGuard, type GuardParts } from './guard.ts'

const DEFAULT_LIMIT = 20
const MAX_LIMIT = 100

export interface ApiParts extends GuardParts {
  origin: string
  bookOf: (account: Account) => ContactBook
}

/** The REST API, to be registered under `/api/v1`. */
export function apiRoutes(app: FastifyInstance, { origin, bookOf, ...parts }: ApiParts): void {
  const guard = createGuard(parts)

  app.setErrorHandler((error: unknown, _request, reply) => {
    const refusal = asApiError(error)
    return reply.code(refusal.status).headers(refusal.headers).send(refusal.body)
  })
  app.setNotFoundHandler(({ method, url }) => {
    throw new ApiError('not_found', `There is no ${method} ${url.split('?', 1)[0]}`)
  })

  app.get(
    '/me',
    guard('profile', ({ id, name, email, company, plan }) => ({ body: { id, name, email, company, plan } })),
  )

  app.get(
    '/lists',
    guard('contacts.read', (account) => ({
      body: {
        data: lists.map(({ id, name }) => ({
          id,
          name,
          contact_count: bookOf(account).list({ listId: id, limit: 0 }).total,
        })),
      },
    })),
  )

  app.get(
    '/contacts',
    guard('contacts.read', (account, request) => {
      const query = readQuery(request)
      const { contacts, nextCursor, total } = listOrRefuse(bookOf(account), query)
      return {
        headers:
          nextCursor === undefined ? {} : { link: `<${nextUrl(origin, request, nextCursor)}>; rel="next"` },
        body: { data: contacts, next_cursor: nextCursor ?? null, total },
      }
    }),
  )

  app.post(
    '/contacts',
    guard('contacts.write', (account, { body }) => {
      const contact = bookOf(account).add(parseNewContact(body))
      return { status: 201, headers: { location: `${origin}/api/v1/contacts/${contact.id}` }, body: contact }
    }),
  )

  app.get(
    '/contacts/:id',
    guard('contacts.read', (account, request) => ({
      body: found(request, bookOf(account).find(idOf(request))),
    })),
  )

  app.patch(
    '/contacts/:id',
    guard('contacts.write', (account, request) => {
      const changes = parseContactChanges(request.body)
      return { body: found(request, bookOf(account).update(idOf(request), changes)) }
    }),
  )

  app.delete(
    '/contacts/:id',
    guard('contacts.delete', (account, request) => {
      if (!bookOf(account).remove(idOf(request))) found(request, undefined)
      return { status: 204 }
    }),
  )
}

function idOf({ params }: FastifyRequest): string {
  return (params as { id: string }).id
}

function found(request: FastifyRequest, contact: Contact | undefined): Contact {
  if (!contact) throw new ApiError('not_found', `There is no contact ${idOf(request)}`)
  return contact
}

function readQuery({ query }: FastifyRequest) {
  const {
    cursor,
    limit = String(DEFAULT_LIMIT),
    search,
    list_id: listId,
  } = query as Record<string, string | undefined>
  if (!/^\d+$/.test(limit) || Number(limit) < 1 || Number(limit) > MAX_LIMIT) {
    throw new ApiError('invalid_request', `limit must be a number from 1 to ${MAX_LIMIT}`)
  }
  return { cursor, limit: Number(limit), search, listId }
}

function listOrRefuse(book: ContactBook, query: ReturnType<typeof readQuery>) {
  try {
    return book.list(query)
  } catch (error) {
    if (error instanceof RangeError)
      throw new ApiError('invalid_request', 'cursor must be a next_cursor of ours')
    throw error
  }
}

/** This request's URL with the next page's cursor. */
function nextUrl(origin: string, { url }: FastifyRequest, cursor: string): string {
  const next = new URL(url, origin)
  next.searchParams.set('cursor', cursor)
  return next.href
}

/** Other faults than our own: what Fastify refused before a route saw it, and answers we could not wait for. */
function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  if (error instanceof Error && error.name === 'AbortError') {
    return new ApiError('unavailable', 'The sandbox is stopping')
  }
  if (error instanceof Error && 'statusCode' in error && Number(error.statusCode) < 500) {
    return new ApiError('invalid_request', error.message)
  }
  throw error
}
