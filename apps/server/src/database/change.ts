import type { Services } from '../context.ts'
import type { Transaction } from './open.ts'

/**
 * Writes in one transaction, and makes every process forget what it has cached under the tags: others when they hear of
 * the commit, this one before the call returns.
 *
 * @param tags such as `connection:<id>`; those the write returns as well as those known before
 */
export async function change<Result>(
  { db, invalidations }: Pick<Services, 'db' | 'invalidations'>,
  tags: string[],
  write: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const result = await db.transaction(async (tx) => {
    const written = await write(tx)
    await invalidations.publish(tx, tags)
    return written
  })
  invalidations.apply(tags)
  return result
}
