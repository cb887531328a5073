import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Reads of a stream are up to 64 KiB; smaller ones do not add up to anything between two collections of V8's own. */
const LARGE_CHUNK_BYTES = 16 * 1024
const RECLAIM_EVERY_BYTES = 8 * 1024 * 1024

let bytesSince = 0

/**
 * Keeps memory flat while large bodies stream. Every read of a socket leaves a dead buffer outside of V8's heap, and few
 * objects inside: V8 sees no reason to collect until 64 MiB lie about. A collection of the young generation frees
 * them in less than a millisecond, and the reused memory makes streams faster, not slower.
 */
export function reclaimAfter(chunk: Buffer): void {
  if (chunk.length < LARGE_CHUNK_BYTES) return
  bytesSince += chunk.length
  if (bytesSince < RECLAIM_EVERY_BYTES) return
  bytesSince = 0
  collectGarbage({ type: 'minor' })
}

const collectGarbage = exposeGarbageCollector()

/** V8 shows its collector to contexts made while the flag is set. */
function exposeGarbageCollector(): (options: { type: 'minor' }) => void {
  setFlagsFromString('--expose-gc')
  const collector = runInNewContext('gc')
  setFlagsFromString('--no-expose-gc')
  return collector
}
