import type { z } from 'zod'
import { placeOf, property } from './place.ts'

type Issue = z.core.$ZodIssue

/** A page that its schema does not accept: a line for each mistake, and one frame of a stack, the page’s own. */
export class PageError extends Error {
  override readonly name = 'PageError'

  /** @param caller left out of the stack, and all that it called */
  constructor(page: unknown, issues: readonly Issue[], caller: (...args: never[]) => unknown) {
    const id = property(page, 'id')
    const mistakes = issues.map((issue) => `  ${placeOf(page, issue.path)}: ${wordsOf(page, issue)}`)
    super(`the page ${JSON.stringify(id) ?? 'without an id'} cannot be read:\n${mistakes.join('\n')}`)
    Error.captureStackTrace(this, caller)
    const frame = this.stack?.slice(`PageError: ${this.message}\n`.length).split('\n')[0]
    this.stack = `${this.name}: ${this.message}\n${frame}`
  }
}

function wordsOf(page: unknown, issue: Issue): string {
  const value = issue.path.reduce<unknown>(property, page)
  const options = optionsOf(issue)
  if (value === undefined) return `is missing${expected(issue, options)}`
  if (options) return `${shown(value)} is none of ${options.join(', ')}`
  if (issue.code !== 'invalid_union') return `${shown(value)} does not fit: ${issue.message}`
  const forms = issue.errors.map((form) => form.map(({ message }) => message).join(', '))
  return `${shown(value)} fits none of its forms: ${forms.join('; or ')}`
}

function expected(issue: Issue, options: readonly unknown[] | undefined): string {
  if (options) return `, one of ${options.join(', ')}`
  return issue.code === 'invalid_type' ? `, a value of the type ${issue.expected}` : ''
}

/** Of an enum, or of the property that tells the members of a union apart. */
function optionsOf(issue: Issue): readonly unknown[] | undefined {
  if (issue.code === 'invalid_value') return issue.values
  const options = property(issue, 'options')
  return Array.isArray(options) ? options : undefined
}

/** Pages hold no secrets. */
function shown(value: unknown): string {
  return typeof value === 'object' && value !== null ? 'what is there' : JSON.stringify(value)
}
