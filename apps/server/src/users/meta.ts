import { AppError } from '@tenon/core'
import { storableProblem } from '../storable.ts'

/** A user's metadata is for names and flags; larger things belong to the product. */
const MAX_META_BYTES = 32_768
const MAX_DEPTH = 20

export type Meta = Record<string, unknown>

/**
 * What a user's metadata becomes: objects are merged level by level, everything else replaces what was there.
 *
 * @throws AppError `invalid_request` when the result is too large, too deep, or holds what PostgreSQL cannot keep
 */
export function mergeMeta(current: Meta, patch: Meta): Meta {
  const problem = storableProblem(patch, MAX_DEPTH)
  if (problem) throw refused(problem)
  const merged = mergeObjects(current, patch)
  if (Buffer.byteLength(JSON.stringify(merged)) > MAX_META_BYTES) {
    throw refused(`is larger than ${MAX_META_BYTES} bytes: keep large things in your own product`)
  }
  return merged
}

/** `Object.fromEntries` defines keys instead of assigning them, so `__proto__` is a key as any other. */
function mergeObjects(current: Meta, patch: Meta): Meta {
  const changes = Object.entries(patch).map(([key, value]) => {
    const present = Object.hasOwn(current, key) ? current[key] : undefined
    return [key, isObject(value) && isObject(present) ? mergeObjects(present, value) : value] as const
  })
  return Object.fromEntries([...Object.entries(current), ...changes])
}

function isObject(value: unknown): value is Meta {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refused(problem: string): AppError {
  return new AppError('invalid_request', `The user's metadata ${problem}`)
}
