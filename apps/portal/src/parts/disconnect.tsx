import type { PortalConnection } from '@tenon/core'
import { useEffect, useRef, useState } from 'preact/hooks'
import { accountName } from '../portal/account-name.ts'
import { usePortal, useView } from '../portal/context.ts'
import { faultMessage } from '../portal/fault-text.ts'
import { disconnect } from '../portal/managing.ts'
import type { Fault } from '../sdk/fault.ts'
import { texts } from '../texts/current.ts'
import { Button } from './button.tsx'

/** Disconnecting asks first, in place, and says what stops. */
export function Disconnect({ connection }: { connection: PortalConnection }) {
  const portal = usePortal()
  const view = useView()
  const [step, setStep] = useState<'closed' | 'asking' | 'busy'>('closed')
  const [fault, setFault] = useState<Fault>()
  const box = useRef<HTMLDivElement>(null)
  const { disconnect: words } = texts
  const stopping = view.workflows.filter(({ id }) => connection.workflowSettings[id]?.enabled)

  const wasAsked = useRef(false)

  useEffect(() => {
    if (step === 'asking') {
      box.current?.scrollIntoView({ block: 'nearest' })
      box.current?.querySelector('h2')?.focus()
    }
    if (step === 'closed' && wasAsked.current) box.current?.querySelector('button')?.focus()
    wasAsked.current = step === 'asking'
  }, [step])

  async function confirm() {
    setStep('busy')
    const failed = await disconnect(portal, connection)
    setFault(failed)
    if (failed) setStep('asking')
  }

  if (step === 'closed')
    return (
      <div ref={box} class="disconnect">
        <Button kind="quiet" onClick={() => setStep('asking')}>
          {words.button}
        </Button>
      </div>
    )
  return (
    <section ref={box} class="confirm" aria-labelledby="disconnect">
      <h2 id="disconnect" tabIndex={-1}>
        {words.title(accountName(view, connection))}
      </h2>
      <p>{words.text(view.product.name)}</p>
      {stopping.length > 0 && (
        <>
          <p>{words.stops}</p>
          <ul>
            {stopping.map(({ id, name }) => (
              <li key={id}>{name}</li>
            ))}
          </ul>
        </>
      )}
      {fault && (
        <p class="problem" role="alert">
          {faultMessage(fault) || texts.failed.unknown}
        </p>
      )}
      <div class="buttons">
        <Button
          kind="danger"
          busyText={step === 'busy' ? words.busy : undefined}
          onClick={() => void confirm()}
        >
          {words.confirm}
        </Button>
        <Button onClick={() => setStep('closed')}>{words.keep}</Button>
      </div>
    </section>
  )
}
