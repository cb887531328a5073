import { AppError, type ErrorBody, type ErrorCode } from '@tenon/core'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { ZodError } from 'zod'
import { isDatabaseDown } from '../database/down.ts'
import { maskProtectedJson } from '../protected-values.ts'

/** On every answer of our own that reports a failure: tells it from a provider's. */
export const ERROR_HEADER = 'x-tenon-error'

/** The Connect API's clients log their user out on any 403 that has another code than this one. */
const CONNECT_FORBIDDEN = '7210'

export type Api = 'connect' | 'team'

/** A failure as it goes out. */
export interface ErrorAnswer {
  status: number
  headers: Record<string, string>
  body: ErrorBody
}

/** Turns whatever was thrown into an answer. What we did not foresee says `internal` and no more. */
export function toErrorAnswer(
  error: unknown,
  { api, requestId }: { api: Api; requestId: string },
): ErrorAnswer {
  const failure = toAppError(error)
  const { code, status } = failure
  const { message, meta } = maskProtectedJson({ message: failure.message, meta: failure.meta })
  const wireCode = api === 'connect' && code === 'forbidden' ? CONNECT_FORBIDDEN : code
  return {
    status,
    headers: {
      [ERROR_HEADER]: wireCode,
      ...(status === 401 && { 'www-authenticate': 'Bearer' }), // RFC 9110 §11.6.1 demands it
    },
    body: { message, code: wireCode, status, ...(meta && { meta }), requestId },
  }
}

/** The failure we foresaw that this is, or `internal` with the fault as its cause. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof ZodError) return invalid(error.issues.map(({ path, message }) => issue(path, message)))
  if (hasZodFastifySchemaValidationErrors(error)) {
    const { validationContext = 'request', validation } = error
    return invalid(
      validation.map(({ instancePath, message = 'is invalid' }) =>
        issue([validationContext, ...instancePath.split('/').filter(Boolean)], message),
      ),
    )
  }
  if (isDatabaseDown(error)) {
    return new AppError('unavailable', 'The database cannot be reached just now: try again', { cause: error })
  }
  return fromFastify(error) ?? new AppError('internal', 'Something went wrong on our side', { cause: error })
}

/** Answers every failure below `app` in the one shape. */
export function handleErrors(app: FastifyInstance, api: Api): void {
  app.setErrorHandler((error, request, reply) => sendError(error, request, reply, api))
}

/** Answers requests that no route below `app` takes in the same shape. Once for each prefix. */
export function handleUnknownRoutes(app: FastifyInstance, api: Api): void {
  app.setNotFoundHandler((request, reply) => {
    const [path] = request.url.split('?')
    return sendError(new AppError('not_found', `There is no ${request.method} ${path}`), request, reply, api)
  })
}

/** For Fastify's `frameworkErrors`: what fails before there is a route. */
export function handleFrameworkError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  sendError(error, request, reply, 'team')
}

function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply, api: Api): FastifyReply {
  const { status, headers, body } = toErrorAnswer(error, { api, requestId: request.id })
  if (body.code === 'internal')
    request.log.error({ err: error }, 'a request failed for a reason unknown to us')
  if (body.code === 'unavailable')
    request.log.error({ err: error }, 'a request failed because the database cannot be reached')
  return reply.code(status).headers(headers).type('application/json').serializer(JSON.stringify).send(body)
}

interface Issue {
  /** Such as `body.name`. */
  path: string
  message: string
}

function issue(path: readonly PropertyKey[], message: string): Issue {
  return { path: path.map(String).join('.'), message }
}

function invalid(issues: Issue[]): AppError {
  const summary = issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ')
  return new AppError('invalid_request', summary || 'The request is not valid', { meta: { issues } })
}

/** What Fastify itself finds wrong with a request, by the status it would have answered. */
const codeOfStatus: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid_request',
  413: 'request_too_large',
}

const SEND_JSON = 'Send JSON, and say so with the header "Content-Type: application/json"'

/** Their messages quote the address, query included. */
const addressErrors = ['FST_ERR_BAD_URL', 'FST_ERR_MAX_PARAM_LENGTH']

function fromFastify(error: unknown): AppError | undefined {
  if (!(error instanceof Error)) return undefined
  const { code = '', statusCode = 0, message } = error as Partial<FastifyError> & Error
  if (addressErrors.includes(code)) return new AppError('invalid_path', 'The address cannot be read')
  if (statusCode === 415) return new AppError('invalid_request', SEND_JSON, { cause: error })
  const ours = code.startsWith('FST_') ? codeOfStatus[statusCode] : undefined
  return ours && new AppError(ours, message, { cause: error })
}
