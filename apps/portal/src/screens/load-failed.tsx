import { Button } from '../parts/button.tsx'
import { OfflineIcon, WarningIcon } from '../parts/icons.tsx'
import { ScreenFrame } from '../parts/screen.tsx'
import { usePortal } from '../portal/context.ts'
import { loadFaultText } from '../portal/fault-text.ts'
import type { Fault } from '../sdk/fault.ts'
import { texts } from '../texts/current.ts'

export function LoadFailedScreen({ fault }: { fault: Fault }) {
  const portal = usePortal()
  const { title, text } = loadFaultText(fault, portal.state.view?.product.name ?? '')
  return (
    <ScreenFrame>
      <div class="centered" role="alert">
        <span class="centered-sign">{fault.code === 'offline' ? <OfflineIcon /> : <WarningIcon />}</span>
        <h2>{title}</h2>
        <p>{text}</p>
        <Button
          busyText={portal.state.isLoading ? texts.loading : undefined}
          onClick={() => void portal.reload()}
        >
          {texts.retry}
        </Button>
      </div>
    </ScreenFrame>
  )
}
