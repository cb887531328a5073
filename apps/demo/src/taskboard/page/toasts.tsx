import { createStore, useStore } from './store.ts'

const SHOWN_MS = 5000

const toasts = createStore<{ id: number; text: string }[]>([])
let count = 0

/** Says something for a moment; read aloud by screen readers. */
export function notify(text: string): void {
  const id = ++count
  toasts.set([...toasts.get(), { id, text }])
  setTimeout(() => toasts.set(toasts.get().filter((toast) => toast.id !== id)), SHOWN_MS)
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {useStore(toasts).map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  )
}
