import type { PortalAccountType } from '@tenon/core'
import { useId } from 'preact/hooks'
import { texts } from '../texts/current.ts'

interface Props {
  types: readonly PortalAccountType[]
  chosen: PortalAccountType
  onChoose(id: string): void
}

/** Which way to connect, where a provider offers several. */
export function AccountTypes({ types, chosen, onChoose }: Props) {
  const name = useId()
  return (
    <fieldset class="ways">
      <legend>{texts.connect.ways}</legend>
      {types.map(({ id, label }) => (
        <label key={id} class="way">
          <input type="radio" name={name} checked={id === chosen.id} onChange={() => onChoose(id)} />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  )
}
