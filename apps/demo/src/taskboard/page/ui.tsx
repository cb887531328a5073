import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Icon } from './icons.tsx'
import type { Problem } from './problem.ts'

/** A round tile with a person's initials. */
export function Avatar({ name }: { name: string }) {
  const [first = '', last = ''] = name.split(' ')
  return (
    <span
      class={`avatar tint-${[...name].reduce((sum, char) => sum + char.charCodeAt(0), 0) % 5}`}
      aria-hidden="true"
    >
      {first.slice(0, 1).toUpperCase()}
      {last.slice(0, 1)}
    </span>
  )
}

/** A question or a text in front of the page. Escape and the button close it; the focus goes back where it was. */
export function Dialog({
  title,
  onClose,
  children,
  size = 'small',
}: {
  title: string
  onClose: () => void
  children: ComponentChildren
  size?: 'small' | 'large'
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  return (
    <dialog ref={dialog} class={`dialog ${size}`} aria-label={title} onClose={onClose}>
      <header>
        <h2>{title}</h2>
        <button type="button" class="icon-button" aria-label="Close" onClick={() => dialog.current?.close()}>
          <Icon name="close" />
        </button>
      </header>
      {children}
    </dialog>
  )
}

/** Says what went wrong, with the one thing that may help. */
export function ProblemNote({
  problem,
  onRetry,
  onReconnect,
}: {
  problem: Problem
  onRetry?: (() => void) | undefined
  onReconnect?: (() => void) | undefined
}) {
  const help = problem.help === 'reconnect' ? onReconnect : onRetry
  return (
    <div class="problem" role="alert">
      <Icon name="alert" />
      <p>
        {problem.message} {problem.code && <code>{problem.code}</code>}
      </p>
      {help && (
        <button type="button" onClick={help}>
          {problem.help === 'reconnect' ? 'Connect again' : 'Try again'}
        </button>
      )}
    </div>
  )
}

/** A place where nothing is yet, and what to do about it. */
export function Empty({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div class="empty">
      <h2>{title}</h2>
      {children}
    </div>
  )
}

/** The shape of a list that is on its way. */
export function Skeleton({ rows }: { rows: number }) {
  return (
    <div class="skeleton" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row}>
          <span />
          <span />
        </div>
      ))}
    </div>
  )
}

/** Copies `text`; says so for a moment. */
export function CopyButton({ text, label = 'Copy' }: { text: string; label?: string }) {
  const button = useRef<HTMLButtonElement>(null)
  async function copy() {
    await navigator.clipboard.writeText(text)
    if (!button.current) return
    button.current.textContent = 'Copied'
    setTimeout(() => {
      if (button.current) button.current.textContent = label
    }, 1500)
  }
  return (
    <button ref={button} type="button" class="copy" onClick={copy}>
      {label}
    </button>
  )
}
