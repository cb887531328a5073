import { createMask } from '@tenon/core'

/** A generation is that many values; this one and the one before are masked. */
const GENERATION = 1_000
/** Longer ones, such as a whole file, are not looked for. */
const MAX_LENGTH = 32_768

let young = createMask()
let old = createMask()

/**
 * From now on this process masks the value in each log line, failure and trace, whoever writes it. For the process, not
 * for a part of it: what was opened anywhere must come to light nowhere. Bounded: of very many, the newest are masked.
 */
export function protectValue(value: string): void {
  if (value.length > MAX_LENGTH || young.has(value)) return
  if (young.size >= GENERATION) {
    old = young
    young = createMask()
  }
  young.add(value)
}

/** The text without the values that this process has opened. */
export function maskProtected(text: string): string {
  return young.text(old.text(text))
}

/** The same for JSON. */
export function maskProtectedJson<Value>(value: Value): Value {
  return young.json(old.json(value)) as Value
}
