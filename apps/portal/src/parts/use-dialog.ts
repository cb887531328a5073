import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'

const FOCUSABLE = 'a[href], button, input:not([disabled]), select:not([disabled]), textarea, [tabindex="0"]'

/**
 * What makes the sheet a modal dialog: the focus moves to what is new, stays inside, and Escape closes.
 *
 * @param place names what is on screen, `null` while the dialog is closed
 */
export function useDialog(
  sheet: { current: HTMLElement | null },
  place: string | null,
  close: () => void,
): void {
  const beforeQuestion = useRef<Element | null>(null)

  useLayoutEffect(() => {
    const element = sheet.current
    if (place === null || !element) return
    const question = element.querySelector<HTMLElement>('[role="alertdialog"]')
    if (question) beforeQuestion.current = document.activeElement
    const asked = beforeQuestion.current
    if (!question && asked) {
      beforeQuestion.current = null
      if (asked instanceof HTMLElement && element.contains(asked)) return asked.focus()
    }
    const target =
      (question ?? element).querySelector<HTMLElement>('[data-focus]') ?? element.querySelector('h1')
    window.focus()
    target?.focus({ preventScroll: target.tagName === 'H1' })
  }, [place])

  useEffect(() => {
    if (place === null) return
    function onKeyDown(event: KeyboardEvent) {
      if (event.key === 'Escape') close()
      if (event.key === 'Tab' && sheet.current) keepInside(sheet.current, event)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [place === null])
}

/** From the last control on to the first, and back: beyond them lies the host page, which is covered. */
function keepInside(sheet: HTMLElement, event: KeyboardEvent): void {
  const all = [...sheet.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
    (element) => element.tabIndex >= 0 && element.checkVisibility(),
  )
  const [first, last] = [all[0], all.at(-1)]
  const active = document.activeElement
  const isOutside = !sheet.contains(active)
  if (
    event.shiftKey
      ? isOutside || active === first || active === sheet.querySelector('h1')
      : isOutside || active === last
  ) {
    event.preventDefault()
    ;(event.shiftKey ? last : first)?.focus()
  }
}
