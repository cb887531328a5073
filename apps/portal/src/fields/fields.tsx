import { useId } from 'preact/hooks'
import { Field } from './field.tsx'
import type { Form } from './use-form.ts'

/** The inputs of a form, in order; hidden ones are sent but not shown. */
export function Fields({ form }: { form: Form }) {
  const id = useId()
  return (
    <>
      {form.inputs
        .filter(({ hidden }) => !hidden)
        .map((input) => (
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
        ))}
    </>
  )
}
