import type { PortalAccountType } from '@tenon/core'
import { useRef, useState } from 'preact/hooks'
import { texts } from '../texts/current.ts'
import { CheckIcon } from './icons.tsx'

/** So many fit without pushing the button out of sight. */
const SHOWN_AT_FIRST = 5

/** What access is asked, in words where the provider's page has them. */
export function AccessList({ scopes }: Pick<PortalAccountType, 'scopes'>) {
  const [isWhole, setWhole] = useState(false)
  const list = useRef<HTMLUListElement>(null)
  const shown = isWhole ? scopes : scopes.slice(0, SHOWN_AT_FIRST)

  function showAll() {
    setWhole(true)
    list.current?.focus() // The button is about to go.
  }

  return (
    <>
      <ul ref={list} class="access" tabIndex={-1}>
        {shown.map(({ name, description }) => (
          <li key={name}>
            <CheckIcon />
            {description ? <span>{description}</span> : <code>{name}</code>}
          </li>
        ))}
      </ul>
      {shown.length < scopes.length && (
        <button class="link" type="button" onClick={showAll}>
          {texts.access.all(scopes.length)}
        </button>
      )}
    </>
  )
}
