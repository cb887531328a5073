import type { ResolvedConnection } from './connections/resolve.ts'
import type { TestVerdict } from './connections/test-endpoint.ts'
import type { VerifiedUser } from './http/auth.ts'
import type { Invalidations } from './invalidation.ts'
import type { ProjectAccess } from './projects/access.ts'
import type { ApiKeyBucket } from './projects/api-keys.ts'
import { Throttles } from './proxy/throttle.ts'
import type { SharedCache } from './shared-cache.ts'

/** About 1 KiB each. */
const MAX_USER_TOKENS = 20_000
/** A number each. */
const MAX_TEST_VERDICTS = 20_000
/** A few KiB each. */
const MAX_CONNECTIONS = 20_000
const MAX_PROJECTS = 5_000
/** One for each first byte of a digest. */
const MAX_API_KEY_BUCKETS = 256

/** All that this process remembers between requests. Bounded, and emptied across processes by tags. */
export interface Caches {
  /** By project id. */
  projects: SharedCache<ProjectAccess>
  /** By project id and the token's digest. */
  userTokens: SharedCache<VerifiedUser>
  /** By the bucket's tag. */
  apiKeys: SharedCache<ApiKeyBucket>
  /** By user, integration and selector: with credentials, opened. */
  connections: SharedCache<ResolvedConnection>
  /** By connection and version of its credential: what the provider's test endpoint last said of it. */
  testVerdicts: SharedCache<TestVerdict>
  /** By connection: until when its provider wants no calls. What other processes know of it is not known here. */
  throttles: Throttles
}

/** How many values each cache keeps now, by its name. */
export function cacheSizes(caches: Caches): Record<string, number> {
  return Object.fromEntries(Object.entries(caches).map(([name, cache]) => [name, cache.size()]))
}

export function createCaches({ createCache }: Pick<Invalidations, 'createCache'>): Caches {
  return {
    projects: createCache({ max: MAX_PROJECTS }),
    userTokens: createCache({ max: MAX_USER_TOKENS }),
    apiKeys: createCache({ max: MAX_API_KEY_BUCKETS }),
    connections: createCache({ max: MAX_CONNECTIONS }),
    testVerdicts: createCache({ max: MAX_TEST_VERDICTS }),
    throttles: new Throttles(),
  }
}
