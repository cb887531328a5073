import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { texts } from '../texts/current.ts'

/**
 * The integration's long description, cut off when it is long.
 *
 * @param html rendered and sanitised on the server
 */
export function About({ html }: { html: string }) {
  const [isOpen, setOpen] = useState(false)
  const [isLong, setLong] = useState(false)
  const text = useRef<HTMLDivElement>(null)
  const id = useId()

  useLayoutEffect(() => {
    const element = text.current
    if (!element) return
    for (const link of element.querySelectorAll('a')) {
      link.target = '_blank' // The iframe is no place for another site.
      link.rel = 'noopener noreferrer'
    }
    setLong(element.scrollHeight > element.clientHeight + 1)
  }, [html])

  if (html.trim() === '') return null
  return (
    <section class="about">
      <div
        id={id}
        ref={text}
        class={isOpen ? 'prose' : 'prose prose-cut'}
        data-long={isLong || undefined}
        onFocusIn={() => setOpen(true)}
        dangerouslySetInnerHTML={{ __html: html }}
      />
      {isLong && (
        <button
          class="link"
          type="button"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? texts.about.less : texts.about.more}
        </button>
      )}
    </section>
  )
}
