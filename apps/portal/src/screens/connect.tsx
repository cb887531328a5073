import type { PortalAccountType, PortalConnection, PortalView } from '@tenon/core'
import { useId, useLayoutEffect, useState } from 'preact/hooks'
import { Fields } from '../fields/fields.tsx'
import { useForm } from '../fields/use-form.ts'
import { About } from '../parts/about.tsx'
import { AccessList } from '../parts/access-list.tsx'
import { AccountTypes } from '../parts/account-types.tsx'
import { AttemptFault } from '../parts/attempt-fault.tsx'
import { Back } from '../parts/back.tsx'
import { Button } from '../parts/button.tsx'
import { Help } from '../parts/help.tsx'
import { MomentBanner } from '../parts/moment-banner.tsx'
import { NotReady } from '../parts/not-ready.tsx'
import { ScreenFrame } from '../parts/screen.tsx'
import { connect } from '../portal/connecting.ts'
import { usePortal, useView } from '../portal/context.ts'
import { refusedInputs } from '../portal/refusal.ts'
import { offeredTypes, type Screen } from '../portal/screen.ts'
import { texts } from '../texts/current.ts'

/** Connecting a new account: what it is for, what access is asked, and the way there. */
export function ConnectScreen() {
  const { state } = usePortal()
  const view = useView()
  const types = offeredTypes(view, state.host?.install ?? {})
  const [chosenId, setChosenId] = useState(types[0]?.id)
  const type = types.find(({ id }) => id === chosenId) ?? types[0]
  if (!type) return null
  const intro = (
    <>
      <MomentBanner />
      {view.connections.length > 0 ? (
        <>
          <Back to={wayBack(view)} />
          <h2 tabIndex={-1} data-focus>
            {texts.connect.title}
          </h2>
        </>
      ) : (
        <About html={view.integration.overviewHtml} />
      )}
      {type.isReady && types.length > 1 && (
        <AccountTypes types={types} chosen={type} onChoose={setChosenId} />
      )}
      {type.isReady && type.scopes.length > 0 && (
        <section>
          <h2>{texts.access.title(view.product.name)}</h2>
          <AccessList scopes={type.scopes} />
        </section>
      )}
    </>
  )
  return <ConnectForm key={type.id} type={type} connection={null} intro={intro} />
}

function wayBack({ connections: [first, second] }: PortalView): Screen {
  return first && !second ? { name: 'account', id: first.id } : { name: 'accounts' }
}

interface Props {
  type: PortalAccountType
  /** The connection to renew, `null` for a new one. */
  connection: PortalConnection | null
  intro: preact.ComponentChildren
  after?: preact.ComponentChildren
}

/** What is asked for one way to connect, and the button that does it. */
export function ConnectForm({ type, connection, intro, after }: Props) {
  const portal = usePortal()
  const { integration } = useView()
  const { left } = portal.state
  const form = useForm(type.inputs, left?.accountTypeId === type.id ? left.values : {})
  const id = useId()
  const { connect: words } = texts
  const isBusy = portal.state.attempt?.by === 'form'
  const isWindow = type.kind === 'redirect'
  const { attemptFault } = portal.state
  const refused = attemptFault ? refusedInputs(attemptFault, type.inputs) : {}
  // Told at the fields, and nowhere else once more.
  const isToldThere = Object.keys(refused).length > 0

  useLayoutEffect(() => {
    if (isToldThere) form.refuse(refused)
  }, [attemptFault])

  function submit(event: Event) {
    event.preventDefault()
    if (isBusy || !form.check()) return
    connect(portal, type, form.toSend(), connection?.id ?? null)
  }

  if (!type.isReady)
    return (
      <ScreenFrame>
        {intro}
        <NotReady />
        {after}
      </ScreenFrame>
    )
  return (
    <ScreenFrame
      footer={
        <>
          <Button kind="primary" form={id} busyText={isBusy ? words.busy : undefined}>
            {(connection ? words.reconnectButton : words.button)(integration.name)}
          </Button>
          {(isWindow || type.inputs.length > 0) && (
            <p class="footer-note">{noteOf(type)(integration.name)}</p>
          )}
        </>
      }
    >
      {intro}
      <form id={id} ref={form.ref} class="form" noValidate onSubmit={submit}>
        {!isToldThere && <AttemptFault />}
        {type.help && (type.inputs.length > 0 || attemptFault) && <Help {...type.help} />}
        <Fields form={form} />
      </form>
      {after}
    </ScreenFrame>
  )
}

/** What comes after the button. */
function noteOf({ kind, flow }: PortalAccountType): (provider: string) => string {
  const { windowNote, postedNote, noneNote, formNote } = texts.connect
  if (flow === 'posted') return postedNote
  return { redirect: windowNote, none: noneNote, entered: formNote }[kind]
}
