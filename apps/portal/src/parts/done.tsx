import { usePortal } from '../portal/context.ts'
import { texts } from '../texts/current.ts'
import { Button } from './button.tsx'

/** Closes the portal, for a user who has an account connected: by it the host page goes on. */
export function Done() {
  const portal = usePortal()
  return (
    <Button kind="primary" onClick={() => portal.leave('closed')}>
      {texts.done}
    </Button>
  )
}
