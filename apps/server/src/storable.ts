/**
 * Why PostgreSQL could not keep a value that came as JSON, or `undefined`: jsonb and text hold neither a zero character
 * nor half a surrogate pair, and what is nested deeper than a person would write it serves to exhaust a stack.
 *
 * @param maxDepth levels of objects and lists
 * @returns the end of a sentence that begins with what the value is
 */
export function storableProblem(value: unknown, maxDepth: number): string | undefined {
  return problemAt(value, maxDepth, 0)
}

function problemAt(value: unknown, maxDepth: number, depth: number): string | undefined {
  if (depth > maxDepth) return `is nested more than ${maxDepth} levels deep`
  if (typeof value === 'string') return textProblem(value)
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, inner] of Object.entries(value)) {
    const problem = textProblem(key) ?? problemAt(inner, maxDepth, depth + 1)
    if (problem) return problem
  }
  return undefined
}

function textProblem(text: string): string | undefined {
  return text.includes('\0') || !text.isWellFormed() ? 'has text that is not valid Unicode' : undefined
}
