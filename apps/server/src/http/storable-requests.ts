import { AppError } from '@tenon/core'
import type { FastifyInstance } from 'fastify'
import { storableProblem } from '../storable.ts'

/** More than any form or setting has. */
const MAX_DEPTH = 50

/** Refuses, before any route sees it, what the database could not keep: in one place rather than in every schema. */
export function refuseUnstorable(app: FastifyInstance): void {
  app.addHook('preValidation', async ({ params, query, body }) => {
    for (const [part, value] of Object.entries({ address: params, query, body })) {
      const problem = storableProblem(value, MAX_DEPTH)
      if (problem) throw new AppError('invalid_request', `The request's ${part} ${problem}`)
    }
  })
}
