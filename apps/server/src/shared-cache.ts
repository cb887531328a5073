import { LRUCache } from 'lru-cache'

/** While nothing cached may be used, a read may still be shared for this long: far below the second that we promise. */
const SHARE_READ_FOR_MS = 250

/** What a read found. */
export interface Loaded<V> {
  value: V
  /** All that the value was made from. If one of them is invalidated while the read goes on, the value is not kept. */
  tags: string[]
  /** Kept no longer than this. Absent: until invalidated or displaced. Zero or less: not at all. */
  ttlMs?: number
}

export interface SharedCache<V> {
  /** A value that may be used now, without waiting. */
  get: (key: string) => V | undefined
  /** The same, or what `load` finds: one call for all who ask at the same time. A failure is not kept. */
  fetch: (key: string, load: () => Promise<Loaded<V>>) => Promise<V>
  /** How many values are kept. */
  size: () => number
}

/** The side that hears of invalidations. */
export interface Invalidatable {
  /** Forgets every value that carries one of the tags. */
  drop: (tags: string[]) => void
  clear: () => void
}

export interface SharedCacheOptions {
  /** Most values kept; the longest unused goes first. */
  max: number
  /** False while invalidations may have been missed: nothing cached is used. */
  isFresh: () => boolean
  /** Monotonic milliseconds. */
  now: () => number
}

interface Read<V> {
  beganAt: number
  /** Invalidated since it began. */
  dropped: Set<string>
  /** Everything was. */
  isCleared: boolean
  result: Promise<V>
}

/** A bounded cache that never answers with what an invalidation it has heard of made old. */
export function createSharedCache<V extends {}>({
  max,
  isFresh,
  now,
}: SharedCacheOptions): SharedCache<V> & Invalidatable {
  const keysByTag = new Map<string, Set<string>>()
  const kept = new LRUCache<string, Loaded<V>>({
    max,
    ttlResolution: 0,
    perf: { now },
    dispose: ({ tags }, key) => forgetTags(keysByTag, tags, key),
  })
  /** The newest read of each key. */
  const newest = new Map<string, Read<V>>()
  const underWay = new Set<Read<V>>()

  function get(key: string): V | undefined {
    return isFresh() ? kept.get(key)?.value : undefined
  }

  function begin(key: string, load: () => Promise<Loaded<V>>): Read<V> {
    const read = { beganAt: now(), dropped: new Set<string>(), isCleared: false } as Read<V>
    newest.set(key, read)
    underWay.add(read)
    read.result = finish(key, read, load)
    return read
  }

  async function finish(key: string, read: Read<V>, load: () => Promise<Loaded<V>>): Promise<V> {
    try {
      const loaded = await load()
      const isOutdated = read.isCleared || loaded.tags.some((tag) => read.dropped.has(tag))
      if (!isOutdated) keep(key, loaded)
      return loaded.value
    } finally {
      underWay.delete(read)
      if (newest.get(key) === read) newest.delete(key)
    }
  }

  function keep(key: string, loaded: Loaded<V>): void {
    const { tags, ttlMs } = loaded
    kept.delete(key) // first, so that the old value's tags are forgotten before the new one's are added
    if (ttlMs !== undefined && ttlMs <= 0) return
    kept.set(key, loaded, ttlMs === undefined ? {} : { ttl: ttlMs })
    for (const tag of tags) {
      const keys = keysByTag.get(tag)
      if (keys) keys.add(key)
      else keysByTag.set(tag, new Set([key]))
    }
  }

  /** Whoever asks after an invalidation was heard needs a read that began after it. */
  function isShareable({ beganAt, dropped, isCleared }: Read<V>): boolean {
    return dropped.size === 0 && !isCleared && (isFresh() || now() - beganAt <= SHARE_READ_FOR_MS)
  }

  return {
    get,
    size: () => kept.size,
    async fetch(key, load) {
      const value = get(key)
      if (value !== undefined) return value
      const current = newest.get(key)
      const read = current && isShareable(current) ? current : begin(key, load)
      return read.result
    },
    drop(tags) {
      for (const tag of tags) {
        for (const key of keysByTag.get(tag) ?? []) kept.delete(key)
        for (const read of underWay) read.dropped.add(tag)
      }
    },
    clear() {
      kept.clear()
      for (const read of underWay) read.isCleared = true
    },
  }
}

function forgetTags(keysByTag: Map<string, Set<string>>, tags: string[], key: string): void {
  for (const tag of tags) {
    const keys = keysByTag.get(tag)
    keys?.delete(key)
    if (keys?.size === 0) keysByTag.delete(tag)
  }
}
