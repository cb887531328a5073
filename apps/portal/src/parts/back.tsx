import { usePortal } from '../portal/context.ts'
import type { Screen } from '../portal/screen.ts'
import { texts } from '../texts/current.ts'
import { BackIcon } from './icons.tsx'

export function Back({ to }: { to: Screen }) {
  const portal = usePortal()
  return (
    <button class="back" type="button" onClick={() => portal.leave(to)}>
      <BackIcon />
      {texts.back}
    </button>
  )
}
