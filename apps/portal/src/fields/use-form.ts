import type { Input, InputProblem } from '@tenon/core'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import {
  type FormState,
  isUnsaved,
  openForm,
  standingRefusals,
  toSend,
  unsavedValues,
  type Values,
  visibleProblems,
  withAttempt,
  withRefusal,
  withSaved,
  withValue,
  withVisit,
} from './form-state.ts'

export interface Form {
  inputs: readonly Input[]
  values: Values
  problems: Record<string, InputProblem>
  /** Why what was entered was refused after it was sent, by input id. */
  refusals: Record<string, string>
  isUnsaved: boolean
  /** For the element around the fields: the first bad one is looked for in it. */
  ref: { current: HTMLFormElement | null }
  set(id: string, value: unknown): void
  visit(id: string): void
  /** Whether all values fit; otherwise shows the problems and moves the focus to the first. */
  check(): boolean
  /** Shows what was refused, by input id, and moves the focus to the first of it. */
  refuse(reasons: Readonly<Record<string, string>>): void
  /** All values, for a form that is sent as a whole. */
  toSend(): Record<string, unknown>
  /** What the server does not have yet, for a form that is saved. */
  unsavedValues(): Record<string, unknown>
  saved(sent: Values): void
  discard(): void
}

/** @param stored what the server has, read when the form opens */
export function useForm(inputs: readonly Input[], stored: Values): Form {
  const [form, setForm] = useState<FormState>(() => openForm(inputs, stored))
  const ref = useRef<HTMLFormElement>(null)
  const [failures, setFailures] = useState(0)

  useLayoutEffect(() => {
    if (failures > 0) ref.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [failures])

  return {
    inputs: form.inputs,
    values: form.values,
    problems: visibleProblems(form),
    refusals: standingRefusals(form),
    isUnsaved: isUnsaved(form),
    ref,
    set: (id, value) => setForm((now) => withValue(now, id, value)),
    visit: (id) => setForm((now) => withVisit(now, id)),
    check() {
      const attempted = withAttempt(form)
      setForm(attempted)
      const fits = Object.keys(visibleProblems(attempted)).length === 0
      if (!fits) setFailures((count) => count + 1)
      return fits
    },
    refuse(reasons) {
      setForm((now) => withRefusal(now, reasons))
      setFailures((count) => count + 1)
    },
    toSend: () => toSend(form),
    unsavedValues: () => unsavedValues(form),
    saved: (sent) => setForm((now) => withSaved(now, sent)),
    discard: () => setForm((now) => openForm(now.inputs, now.stored)),
  }
}
