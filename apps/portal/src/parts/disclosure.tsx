import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { DownIcon } from './icons.tsx'

interface Props {
  title: string
  /** There is something that must be seen: it cannot be closed over it. */
  isNeeded?: boolean
  children: ComponentChildren
}

/** A heading that opens and closes what is below it. */
export function Disclosure({ title, isNeeded = false, children }: Props) {
  const [isChosen, setChosen] = useState(false)
  const isOpen = isChosen || isNeeded
  const id = useId()
  const section = useRef<HTMLElement>(null)
  useLayoutEffect(() => {
    if (isChosen) section.current?.scrollIntoView({ block: 'start' })
  }, [isChosen])
  return (
    <section ref={section} class="disclosure">
      <h2>
        <button
          class="disclosure-button"
          type="button"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setChosen(!isOpen)}
        >
          <span>{title}</span>
          <DownIcon />
        </button>
      </h2>
      <div id={id} hidden={!isOpen}>
        {children}
      </div>
    </section>
  )
}
