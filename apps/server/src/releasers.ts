/** Undoes one start. May be asynchronous. */
type Release = () => unknown

export type OnRelease = (release: Release) => void

/** What was started, and the one function that stops all of it, last first. */
export interface Started<T> {
  value: T
  /** Stops everything in reverse. Called again, it returns the same promise. @throws AggregateError of all that failed */
  release: () => Promise<void>
}

/**
 * Runs `start`, which hands a release to `onRelease` right after each part has started. If `start` fails half way, what
 * had started is stopped before the failure is thrown on.
 *
 * @example
 * const { value: app, release } = await withReleasers(async (onRelease) => {
 *   const database = await openDatabase(url)
 *   onRelease(() => database.close())
 *   …
 * })
 */
export async function withReleasers<T>(start: (onRelease: OnRelease) => Promise<T>): Promise<Started<T>> {
  const releases: Release[] = []
  let released: Promise<void> | undefined
  const release = () => (released ??= releaseAll(releases))
  try {
    return { value: await start((next) => releases.push(next)), release }
  } catch (error) {
    await release().catch(() => {}) // the failed start is what the caller must hear of
    throw error
  }
}

async function releaseAll(releases: Release[]): Promise<void> {
  const failures: unknown[] = []
  for (const release of releases.toReversed()) {
    try {
      await release()
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'some parts did not stop cleanly')
}
