import { type ContactFields, lists } from '../contacts.ts'
import { ApiError } from './errors.ts'

type Rule = (value: unknown) => string | undefined

const text =
  (maxLength: number): Rule =>
  (value) =>
    typeof value !== 'string' || value.trim() === ''
      ? 'must be a text'
      : value.length > maxLength
        ? `must be at most ${maxLength} characters`
        : undefined
const orNull =
  (rule: Rule): Rule =>
  (value) =>
    value === null || value === '' ? undefined : rule(value)

const rules: Record<keyof ContactFields, Rule> = {
  name: text(120),
  email: (value) =>
    typeof value === 'string' && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)
      ? undefined
      : 'must be an e-mail address',
  phone: orNull(text(40)),
  company: orNull(text(120)),
  title: orNull(text(120)),
  list_id: (value) =>
    lists.some(({ id }) => id === value)
      ? undefined
      : `must be one of ${lists.map(({ id }) => id).join(', ')}`,
}
const required = ['name', 'email'] as const
const defaults: Omit<ContactFields, (typeof required)[number]> = {
  phone: null,
  company: null,
  title: null,
  list_id: lists[0].id,
}

/** A whole contact from a request's body. */
export function parseNewContact(body: unknown): ContactFields {
  const given = parseContactChanges(body)
  const { name, email } = given
  if (name === undefined || email === undefined) {
    throw refusal(
      Object.fromEntries(required.filter((key) => !(key in given)).map((key) => [key, 'is required'])),
    )
  }
  return { ...defaults, ...given, name, email }
}

/** The fields that a request's body sets; those it leaves out stay as they are. */
export function parseContactChanges(body: unknown): Partial<ContactFields> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new ApiError('invalid_request', 'The body must be a JSON object')
  }
  const problems: Record<string, string> = {}
  const changes: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(body)) {
    const rule = Object.hasOwn(rules, key)
      ? rules[key as keyof ContactFields]
      : () => 'is not a field of a contact'
    const problem = rule(value)
    if (problem) problems[key] = problem
    else changes[key] = value === '' ? null : value
  }
  if (Object.keys(problems).length > 0) throw refusal(problems)
  return changes
}

function refusal(fields: Record<string, string>): ApiError {
  const sentences = Object.entries(fields).map(([key, problem]) => `${key} ${problem}`)
  return new ApiError('validation_failed', `This contact cannot be saved: ${sentences.join('; ')}`, {
    fields,
  })
}
