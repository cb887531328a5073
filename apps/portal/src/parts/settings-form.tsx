import type { Input, PortalConnection } from '@tenon/core'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { Fields } from '../fields/fields.tsx'
import type { Values } from '../fields/form-state.ts'
import { useForm } from '../fields/use-form.ts'
import { usePortal } from '../portal/context.ts'
import { faultMessage } from '../portal/fault-text.ts'
import { saveSettings } from '../portal/managing.ts'
import type { Fault } from '../sdk/fault.ts'
import { texts } from '../texts/current.ts'
import { Button } from './button.tsx'
import { CheckIcon } from './icons.tsx'

interface Props {
  connection: PortalConnection
  /** Whose settings these are; `null` for those of the integration. */
  workflowId: string | null
  inputs: readonly Input[]
  stored: Values
}

/** Settings that are saved together. What cannot be saved stays as it was typed. */
export function SettingsForm({ connection, workflowId, inputs, stored }: Props) {
  const portal = usePortal()
  const form = useForm(inputs, stored)
  const [step, setStep] = useState<'open' | 'busy' | 'saved' | 'failed'>('open')
  const [fault, setFault] = useState<Fault>()
  const id = useId()
  const { settings: words } = texts
  const problems = Object.keys(form.problems).length

  const state = useRef<HTMLParagraphElement>(null)
  const current = useRef(form)
  current.current = form
  useEffect(() => {
    const hasUnsaved = () => current.current.isUnsaved
    portal.guards.add(hasUnsaved)
    return () => portal.guards.delete(hasUnsaved)
  }, [])

  async function submit(event: Event) {
    event.preventDefault()
    if (step === 'busy' || !form.check()) return
    const values = form.unsavedValues()
    setStep('busy')
    const failed = await saveSettings(portal, connection, workflowId, values)
    setFault(failed)
    setStep(failed ? 'failed' : 'saved')
    if (failed) return
    form.saved(values)
    state.current?.focus() // The buttons are about to go.
  }

  const isOpen = form.isUnsaved || step === 'busy' || step === 'failed'
  return (
    <form id={id} ref={form.ref} class="form" noValidate onSubmit={(event) => void submit(event)}>
      <Fields form={form} />
      <div class={isOpen ? 'saving saving-open' : 'saving'}>
        {isOpen && (
          <div class="buttons">
            <Button kind="primary" form={id} busyText={step === 'busy' ? words.busy : undefined}>
              {words.save}
            </Button>
            <Button
              kind="quiet"
              onClick={() => {
                form.discard()
                setStep('open')
                state.current?.focus()
              }}
            >
              {words.discard}
            </Button>
          </div>
        )}
        <p ref={state} class="saving-state" role="status" tabIndex={-1}>
          {step === 'saved' && !form.isUnsaved && (
            <span class="good">
              <CheckIcon /> {words.saved}
            </span>
          )}
          {isOpen && step !== 'busy' && (
            <span class={problems > 0 || step === 'failed' ? 'bad' : undefined}>
              {problems > 0
                ? words.fix(problems)
                : step === 'failed'
                  ? (fault && faultMessage(fault)) || words.failed
                  : words.unsaved}
            </span>
          )}
        </p>
      </div>
    </form>
  )
}
