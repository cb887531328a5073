import { type ListenerOptions, notify, startListener } from './database/listen.ts'
import type { Executor } from './database/open.ts'
import { createSharedCache, type Invalidatable, type SharedCache } from './shared-cache.ts'

const CHANNEL = 'tenon_invalidation'

/** PostgreSQL refuses payloads of 8000 bytes. */
const MAX_PAYLOAD_BYTES = 7_900

/**
 * Caches that all processes empty together. A cached value carries tags, such as the id of the connection it was read
 * from; invalidating a tag drops every value that carries it, in every process.
 */
export interface Invalidations {
  createCache: <V extends {}>(options: { max: number }) => SharedCache<V>
  /**
   * Tells every process when the executor's transaction commits, this one included, some milliseconds later. To have it
   * in this process at once, call `apply` after the commit.
   */
  publish: (executor: Pick<Executor, 'execute'>, tags: string[]) => Promise<void>
  /** Drops what carries the tags, in this process alone. */
  apply: (tags: string[]) => void
  /** False while invalidations may have been missed: all caches are bypassed. */
  isFresh: () => boolean
  stop: () => Promise<void>
}

export interface InvalidationsOptions extends Omit<ListenerOptions, 'channels' | 'onReset'> {
  /** Further channels for the process's one listening connection. */
  channels?: ListenerOptions['channels']
}

/** Opens the listening connection of this process. @throws what `pg` throws when it cannot connect */
export async function startInvalidations(options: InvalidationsOptions): Promise<Invalidations> {
  const { now = () => performance.now() } = options
  const caches: Invalidatable[] = []
  const apply = (tags: string[]) => {
    for (const cache of caches) cache.drop(tags)
  }
  const { isFresh, stop } = await startListener({
    ...options,
    now,
    channels: { ...options.channels, [CHANNEL]: (payload) => apply(JSON.parse(payload)) },
    onReset: () => {
      for (const cache of caches) cache.clear()
    },
  })
  return {
    createCache<V extends {}>({ max }: { max: number }) {
      const cache = createSharedCache<V>({ max, isFresh, now })
      caches.push(cache)
      return cache
    },
    async publish(executor, tags) {
      for (const payload of toPayloads(tags)) await notify(executor, CHANNEL, payload)
    },
    apply,
    isFresh,
    stop,
  }
}

/** JSON lists of tags, as many as needed to stay below the limit. */
export function toPayloads(tags: string[]): string[] {
  const payload = JSON.stringify(tags)
  if (tags.length === 0) return []
  if (Buffer.byteLength(payload) <= MAX_PAYLOAD_BYTES) return [payload]
  if (tags.length === 1) throw new TypeError('a tag must be shorter than a notification')
  const half = tags.length >> 1
  return [...toPayloads(tags.slice(0, half)), ...toPayloads(tags.slice(half))]
}
