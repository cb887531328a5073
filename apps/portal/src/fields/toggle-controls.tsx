import { texts } from '../texts/current.ts'
import type { ControlProps } from './context.ts'

interface SwitchProps {
  id: string
  isOn: boolean
  label?: string | undefined
  describedBy?: string | undefined
  isBusy?: boolean
  isInvalid?: boolean
  onChange(isOn: boolean): void
}

/** A checkbox that looks and is named like what it is: on or off, at once. */
export function Switch({ id, isOn, label, describedBy, isBusy, isInvalid, onChange }: SwitchProps) {
  return (
    <input
      id={id}
      class="switch"
      type="checkbox"
      // biome-ignore lint/a11y/useAriaPropsForRole: a native checkbox tells by itself whether it is checked
      role="switch"
      checked={isOn}
      aria-label={label}
      aria-describedby={describedBy}
      aria-busy={isBusy || undefined}
      aria-invalid={isInvalid || undefined}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}

export function SwitchControl({ value, onChange, ...props }: ControlProps<'SWITCH'>) {
  return <Switch {...props} isOn={value === true} onChange={onChange} />
}

export function CheckControl({
  id,
  input,
  value,
  describedBy,
  isInvalid,
  onChange,
}: ControlProps<'BOOLEAN_INPUT'>) {
  return (
    <label class="check">
      <input
        id={id}
        type="checkbox"
        checked={value === true}
        aria-describedby={describedBy}
        aria-invalid={isInvalid || undefined}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{input.placeholder ?? texts.fields.yes}</span>
    </label>
  )
}

/** Scopes to tick; those that are required stay ticked. The value is their names, joined by spaces. */
export function PermissionControl({ id, input, value, isInvalid, onChange }: ControlProps<'PERMISSION'>) {
  const isRequired = (name: string) => input.requiredScopes.includes(name)
  const granted = new Set([...String(value ?? '').split(' '), ...input.requiredScopes].filter(Boolean))
  return (
    <div class="checks">
      {input.scopes.values.map(({ name, label, description, required }, index) => {
        const isFixed = isRequired(name) || required === true
        return (
          <label key={name} class="check">
            <input
              id={index === 0 ? id : undefined}
              type="checkbox"
              checked={granted.has(name) || isFixed}
              disabled={isFixed}
              aria-invalid={(isInvalid && !isFixed) || undefined}
              onChange={({ currentTarget }) => {
                if (currentTarget.checked) granted.add(name)
                else granted.delete(name)
                onChange([...granted].join(' '))
              }}
            />
            <span>
              {label ?? name}
              {isFixed && <small class="optional"> {texts.fields.requiredScope}</small>}
              <small class="hint">{description}</small>
            </span>
          </label>
        )
      })}
    </div>
  )
}
