import { type Input, type InputProblem, inputProblems } from '@tenon/core'

export type Values = Readonly<Record<string, unknown>>

/** A form while it is filled in. Changed only by the functions below, each of which returns the next state. */
export interface FormState {
  inputs: readonly Input[]
  values: Values
  /** The values that need no saving: as the form opened, or was last saved. */
  settled: Values
  /** What the server has: the settled values less the defaults that were never sent. */
  stored: Values
  /** Inputs the user has been in: their problems show from then on. */
  visited: ReadonlySet<string>
  /** The user tried to send it: every problem shows. */
  isAttempted: boolean
  /** Values that the provider refused, with its reason, by input id: each until it is changed. */
  refused: Readonly<Record<string, { value: unknown; reason: string }>>
}

/** @param stored what the server has; inputs it has nothing for start with their default */
export function openForm(inputs: readonly Input[], stored: Values): FormState {
  const values = Object.fromEntries(inputs.map((input) => [input.id, stored[input.id] ?? defaultOf(input)]))
  return { inputs, values, settled: values, stored, visited: new Set(), isAttempted: false, refused: {} }
}

/** Scopes that cannot be unticked are there from the start. */
function defaultOf(input: Input): unknown {
  if (input.type !== 'PERMISSION') return input.defaultValue
  const fixed = input.scopes.values.filter(({ required }) => required).map(({ name }) => name)
  const own = typeof input.defaultValue === 'string' ? input.defaultValue.split(' ') : []
  return [...new Set([...input.requiredScopes, ...fixed, ...own])].join(' ')
}

export function withValue(form: FormState, id: string, value: unknown): FormState {
  return { ...form, values: { ...form.values, [id]: value } }
}

export function withVisit(form: FormState, id: string): FormState {
  // To have passed through an empty field is no mistake yet: it becomes one when the form is sent.
  if (form.visited.has(id) || isEmpty(form.values[id])) return form
  return { ...form, visited: new Set(form.visited).add(id) }
}

export function withAttempt(form: FormState): FormState {
  return { ...form, isAttempted: true }
}

/** @param reasons by input id */
export function withRefusal(form: FormState, reasons: Readonly<Record<string, string>>): FormState {
  const refused = Object.entries(reasons).map(([id, reason]) => [id, { value: form.values[id], reason }])
  return { ...form, refused: Object.fromEntries(refused) }
}

/** Why values that are still there were refused, by input id. */
export function standingRefusals({ refused, values }: FormState): Record<string, string> {
  const standing = Object.entries(refused).filter(([id, { value }]) => value === values[id])
  return Object.fromEntries(standing.map(([id, { reason }]) => [id, reason]))
}

/** The server took what was sent. What was typed meanwhile stays, and stays unsaved. */
export function withSaved(form: FormState, sent: Values): FormState {
  const settled = { ...form.settled, ...sent }
  return { ...form, settled, stored: { ...form.stored, ...sent }, isAttempted: false, visited: new Set() }
}

/** Problems that are to be seen now, by input id. */
export function visibleProblems(form: FormState): Record<string, InputProblem> {
  const problems = inputProblems(form.inputs, toSend(form))
  if (form.isAttempted) return problems
  return Object.fromEntries(Object.entries(problems).filter(([id]) => form.visited.has(id)))
}

/** The values as the server takes them: pasted spaces gone, numbers as numbers. */
export function toSend({ inputs, values }: Pick<FormState, 'inputs' | 'values'>): Record<string, unknown> {
  const entries = inputs
    .filter(({ type }) => type !== 'COPYABLE_BUTTON_INPUT')
    .map((input) => [input.id, sendable(input, values[input.id])] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

/** The user changed something that the server does not have yet. */
export function isUnsaved({ inputs, values, settled }: FormState): boolean {
  return differences(inputs, toSend({ inputs, values }), toSend({ inputs, values: settled })).length > 0
}

/** What differs from what the server has, defaults it was never sent included; a value taken away is `null`. */
export function unsavedValues({ inputs, values, stored }: FormState): Record<string, unknown> {
  const now = toSend({ inputs, values })
  return Object.fromEntries(differences(inputs, now, stored).map((id) => [id, now[id] ?? null]))
}

function differences(inputs: readonly Input[], one: Values, other: Values): string[] {
  return inputs.map(({ id }) => id).filter((id) => !isSame(one[id], other[id]))
}

function sendable(input: Input, value: unknown): unknown {
  if (typeof value !== 'string') return value ?? undefined
  const text = input.type === 'TEXTAREA_NO_VARS' ? value : value.trim()
  if (text === '') return undefined
  return input.type === 'NUMBER' && Number.isFinite(Number(text)) ? Number(text) : text
}

function isSame(one: unknown, other: unknown): boolean {
  return (isEmpty(one) && isEmpty(other)) || JSON.stringify(one) === JSON.stringify(other)
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}
