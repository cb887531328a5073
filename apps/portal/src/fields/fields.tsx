import type { Input } from '@tenon/core'
import { useId } from 'preact/hooks'
import { Disclosure } from '../parts/disclosure.tsx'
import { Field } from './field.tsx'
import type { Form } from './use-form.ts'

/** The inputs of a form, in order, those that few need below headings to open; hidden ones are sent but not shown. */
export function Fields({ form }: { form: Form }) {
  const id = useId()
  const shown = form.inputs.filter(({ hidden }) => !hidden)
  const sections = [...new Set(shown.flatMap(({ section }) => section ?? []))]
  const fieldOf = (input: Input) => (
    <Field
      key={input.id}
      id={`${id}-${input.id}`}
      input={input}
      value={form.values[input.id]}
      problem={form.problems[input.id]}
      refusal={form.refusals[input.id]}
      onChange={(value) => form.set(input.id, value)}
      onLeave={() => form.visit(input.id)}
    />
  )
  return (
    <>
      {shown.filter(({ section }) => section === undefined).map(fieldOf)}
      {sections.map((title) => {
        const inputs = shown.filter(({ section }) => section === title)
        const isWrong = inputs.some((input) => form.problems[input.id] ?? form.refusals[input.id])
        return (
          <Disclosure key={title} title={title} isNeeded={isWrong}>
            <div class="form">{inputs.map(fieldOf)}</div>
          </Disclosure>
        )
      })}
    </>
  )
}
