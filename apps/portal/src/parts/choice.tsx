import { type Input, inputProblem, type PortalConnection } from '@tenon/core'
import { useId } from 'preact/hooks'
import { Combobox } from '../fields/combobox.tsx'
import { fixedPage } from '../fields/option-pages.ts'
import { useForm } from '../fields/use-form.ts'
import { complete } from '../portal/connecting.ts'
import { usePortal } from '../portal/context.ts'
import { texts } from '../texts/current.ts'
import { AccountCard } from './account-card.tsx'
import { AttemptFault } from './attempt-fault.tsx'
import { Button } from './button.tsx'
import { Disconnect } from './disconnect.tsx'
import { ScreenFrame } from './screen.tsx'

/** So many are laid out; more are searched. */
const LAID_OUT = 8

/** What a pending connection still asks: which of several organisations, for example. */
export function Choice({ connection }: { connection: PortalConnection }) {
  const portal = usePortal()
  const id = useId()
  const { inputId = '', title = texts.choice.title, options = [] } = connection.choose ?? {}
  const input: Input = { type: 'ENUM', id: inputId, title, values: options }
  const form = useForm([input], {})
  const value = form.values[inputId]
  const problem = form.problems[inputId] && inputProblem(input, value)
  const isBusy = portal.state.attempt?.by === 'choice'

  function submit(event: Event) {
    event.preventDefault()
    if (!isBusy && form.check()) complete(portal, connection, { [inputId]: value })
  }

  return (
    <ScreenFrame
      footer={
        <Button kind="primary" form={id} busyText={isBusy ? texts.connect.busy : undefined}>
          {texts.choice.button}
        </Button>
      }
    >
      <AccountCard connection={connection} />
      <form id={id} ref={form.ref} class="form" noValidate onSubmit={submit}>
        <AttemptFault />
        <fieldset class="field" aria-describedby={problem && `${id}-problem`}>
          <legend class="field-title">{title}</legend>
          {options.length > LAID_OUT ? (
            <Combobox
              id={`${id}-choice`}
              title={title}
              label={title}
              value={value}
              isInvalid={problem !== undefined}
              load={fixedPage(options)}
              onChange={(next) => form.set(inputId, next)}
              onLeave={() => form.visit(inputId)}
            />
          ) : (
            <div class="ways">
              {options.map((option) => (
                <label key={String(option.value)} class="way">
                  <input
                    type="radio"
                    name={id}
                    checked={option.value === value}
                    aria-invalid={problem !== undefined || undefined}
                    onChange={() => form.set(inputId, option.value)}
                  />
                  <span>
                    {option.label}
                    {option.subtitle && <small class="hint">{option.subtitle}</small>}
                  </span>
                </label>
              ))}
            </div>
          )}
          {problem && (
            <p id={`${id}-problem`} class="problem">
              {texts.problems.option()}
            </p>
          )}
        </fieldset>
      </form>
      <div class="ending">
        <Disconnect connection={connection} />
      </div>
    </ScreenFrame>
  )
}
