import type { ComponentChildren } from 'preact'
import { useId, useState } from 'preact/hooks'
import { DownIcon } from './icons.tsx'

/** A heading that opens and closes what is below it. */
export function Disclosure({ title, children }: { title: string; children: ComponentChildren }) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  return (
    <section class="disclosure">
      <h2>
        <button type="button" aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
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
