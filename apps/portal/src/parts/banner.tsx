import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { CheckIcon, WarningIcon } from './icons.tsx'

interface Props {
  tone: 'good' | 'warning' | 'bad'
  title: string
  /** It just came up: to be said at once. */
  isAloud?: boolean
  children?: ComponentChildren
}

/** Something that happened or has to be done. */
export function Banner({ tone, title, isAloud, children }: Props) {
  const box = useRef<HTMLElement>(null)
  useEffect(() => {
    if (isAloud) box.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <section ref={box} class={`banner banner-${tone}`} role={isAloud ? 'alert' : undefined}>
      <span class="banner-sign">{tone === 'good' ? <CheckIcon /> : <WarningIcon />}</span>
      <div class="banner-text">
        <h2 class="banner-title" tabIndex={-1} data-focus={tone === 'good' || undefined}>
          {title}
        </h2>
        {children}
      </div>
    </section>
  )
}
