/** Once what had the focus is gone, a keyboard goes on at the top of the view instead of the top of the page. */
export function recoverFocus(): void {
  requestAnimationFrame(() => {
    const at = document.activeElement
    // Of what was hidden, the browser takes the focus only after this frame.
    if (!at || at === document.body || !at.checkVisibility()) document.querySelector('h1')?.focus()
  })
}
