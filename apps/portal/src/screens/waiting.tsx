import { Button } from '../parts/button.tsx'
import { ScreenFrame } from '../parts/screen.tsx'
import { Joint } from '../parts/tiles.tsx'
import { cancel, openAgain } from '../portal/connecting.ts'
import { usePortal, useView } from '../portal/context.ts'
import type { Attempt } from '../portal/state.ts'
import { texts } from '../texts/current.ts'

/** While the provider's own window is open. The page cannot see into it: it is told, or sees the outcome. */
export function WaitingScreen({ attempt }: { attempt: Attempt }) {
  const portal = usePortal()
  const { product, integration, accountTypes } = useView()
  const { waiting } = texts
  const isPosted = accountTypes.some(({ id, flow }) => id === attempt.accountTypeId && flow === 'posted')
  const text = (isPosted ? waiting.postedText : waiting.text)(integration.name, product.name)
  return (
    <ScreenFrame
      footer={
        <div class="buttons">
          <Button kind={attempt.wasLeft ? 'primary' : 'plain'} onClick={() => openAgain(portal)}>
            {waiting.again}
          </Button>
          <Button kind="quiet" onClick={() => cancel(portal)}>
            {texts.cancel}
          </Button>
        </div>
      }
    >
      <div class="centered" role="status">
        <Joint state="open" />
        <h2 tabIndex={-1} data-focus>
          {attempt.wasLeft ? waiting.leftTitle : waiting.title}
        </h2>
        <p>{attempt.wasLeft ? waiting.leftText : text}</p>
      </div>
    </ScreenFrame>
  )
}
