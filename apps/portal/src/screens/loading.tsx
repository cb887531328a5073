import { ScreenFrame } from '../parts/screen.tsx'
import { texts } from '../texts/current.ts'

/** The outline of what is coming, so that nothing jumps when it is there. */
export function LoadingScreen() {
  return (
    <ScreenFrame footer={<span class="bone bone-button" aria-hidden="true" />}>
      <p class="only-heard" role="status">
        {texts.loading}
      </p>
      <div class="bones" aria-hidden="true">
        <span class="bone bone-line" />
        <span class="bone bone-line" />
        <span class="bone bone-line bone-short" />
        <span class="bone bone-box" />
      </div>
    </ScreenFrame>
  )
}
