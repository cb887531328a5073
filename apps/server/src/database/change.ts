import type { Services } from '../context.ts'
import type { Transaction } from './open.ts'

/**
 * Writes in one transaction, and makes every process forget what it has cached under the tags: others when they hear of
 * the commit, this one before the call returns.
 *
 * @param tagsOf such as `connection:<id>`: a list, or what makes it of the result when it is not known before
 */
export async function change<Result>(
  { db, invalidations }: Pick<Services, 'db' | 'invalidations'>,
  tagsOf: string[] | ((result: Result) => string[]),
  write: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const { result, tags } = await db.transaction(async (tx) => {
    const written = await write(tx)
    const tags = typeof tagsOf === 'function' ? tagsOf(written) : tagsOf
    await invalidations.publish(tx, tags)
    return { result: written, tags }
  })
  invalidations.apply(tags)
  return result
}
