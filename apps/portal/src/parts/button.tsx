import type { ComponentChildren } from 'preact'

interface Props {
  kind?: 'primary' | 'plain' | 'quiet' | 'danger'
  /** Sends the form with this id. */
  form?: string
  busyText?: string | undefined
  /** The focus goes here when this appears. */
  takesFocus?: boolean
  onClick?: () => void
  children: ComponentChildren
}

/** While `busyText` is there the button says so and does nothing, but keeps the focus. */
export function Button({ kind = 'plain', form, busyText, takesFocus, onClick, children }: Props) {
  const isBusy = busyText !== undefined
  return (
    <button
      class={`button button-${kind}`}
      type={form ? 'submit' : 'button'}
      form={form}
      data-focus={takesFocus || undefined}
      aria-disabled={isBusy || undefined}
      onClick={(event) => {
        if (isBusy) event.preventDefault()
        else onClick?.()
      }}
    >
      {isBusy && <span class="spinner" aria-hidden="true" />}
      <span>{isBusy ? busyText : children}</span>
    </button>
  )
}
