import type { ComponentChildren } from 'preact'
import { usePortal } from '../portal/context.ts'
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
        {state.view && state.loadFault && (
          <Banner tone="warning" title={texts.load.stale}>
            <Button kind="quiet" onClick={() => void portal.reload()}>
              {texts.retry}
            </Button>
          </Banner>
        )}
        {children}
      </div>
      {state.leavingTo ? <LeavingFooter /> : footer && <footer class="footer">{footer}</footer>}
    </>
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
        <Button kind="danger" onClick={() => portal.confirmLeave(true)}>
          {texts.leaving.leave}
        </Button>
      </div>
    </div>
  )
}
