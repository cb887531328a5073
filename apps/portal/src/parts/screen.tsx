import type { ComponentChildren } from 'preact'
import { usePortal } from '../portal/context.ts'
import { loadFaultText } from '../portal/fault-text.ts'
import type { Fault } from '../sdk/fault.ts'
import { texts } from '../texts/current.ts'
import { Banner } from './banner.tsx'
import { Button } from './button.tsx'

interface Props {
  children: ComponentChildren
  footer?: ComponentChildren
}

/** What is between the header and the lower edge: a body that scrolls and a footer that stays. */
export function ScreenFrame({ children, footer }: Props) {
  const portal = usePortal()
  const { state } = portal
  return (
    <>
      <div class="body">
        {state.view && state.loadFault && <ReloadFault fault={state.loadFault} />}
        {children}
      </div>
      {state.leavingTo ? <LeavingFooter /> : footer && <footer class="footer">{footer}</footer>}
    </>
  )
}

/** What is on screen could not be read again: it stays, with the reason above it. */
function ReloadFault({ fault }: { fault: Fault }) {
  const portal = usePortal()
  const { title, text } = loadFaultText(fault, portal.state.view?.product.name ?? '')
  return (
    <Banner tone="warning" title={title} isAloud>
      <p>{text}</p>
      <Button kind="quiet" onClick={() => void portal.reload()}>
        {texts.retry}
      </Button>
    </Banner>
  )
}

function LeavingFooter() {
  const portal = usePortal()
  return (
    <div
      class="footer footer-leaving"
      role="alertdialog"
      aria-labelledby="leaving"
      aria-describedby="leaving-text"
    >
      <h2 id="leaving">{texts.leaving.title}</h2>
      <p id="leaving-text">{texts.leaving.text}</p>
      <div class="buttons">
        <Button kind="primary" takesFocus onClick={() => portal.confirmLeave(false)}>
          {texts.leaving.stay}
        </Button>
        <Button onClick={() => portal.confirmLeave(true)}>{texts.leaving.leave}</Button>
      </div>
    </div>
  )
}
