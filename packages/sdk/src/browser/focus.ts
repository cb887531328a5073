/**
 * Remembers what has the focus now.
 *
 * @returns gives the focus back: to the same element or, since products draw their button anew once an account is
 * connected, to the one that has taken its place under the same id. Where neither is left the page decides.
 */
export function rememberFocus(): () => void {
  const focused = document.activeElement
  return () => {
    if (!(focused instanceof HTMLElement) || focused === document.body) return
    const target = focused.isConnected || focused.id === '' ? focused : document.getElementById(focused.id)
    target?.focus()
  }
}
