import type { InputOption } from '@tenon/core'
import { DownIcon } from '../parts/icons.tsx'
import { texts } from '../texts/current.ts'
import { Combobox } from './combobox.tsx'
import { type ControlProps, useSources } from './context.ts'
import { fixedPage, type LoadPage } from './option-pages.ts'

/** So many choices are taken in at a glance; more want a search. */
const GLANCE = 10

export function EnumControl(props: ControlProps<'ENUM'>) {
  const { values, allowCustom = false } = props.input
  const isPlain = !allowCustom && values.length <= GLANCE && !values.some(({ subtitle }) => subtitle)
  return isPlain ? (
    <Select {...props} options={values} />
  ) : (
    <Search {...props} load={fixedPage(values)} allowsCustom={allowCustom} />
  )
}

export function AccountListControl(props: ControlProps<'DYNAMIC_ENUM'>) {
  const sources = useSources()
  return <Search {...props} load={sources.account(props.input.sourceType, {})} />
}

/** The host page's own choices: those it passed along, else those its loader gives, else those of the project. */
export function CustomDropdownControl(props: ControlProps<'CUSTOM_DROPDOWN'>) {
  const sources = useSources()
  const { key, customDropdownOptions = [] } = props.input
  const fixed = sources.given.get(key) ?? customDropdownOptions
  if (fixed.length === 0) return <Search {...props} load={sources.custom(key)} />
  return fixed.length <= GLANCE ? (
    <Select {...props} options={fixed} />
  ) : (
    <Search {...props} load={fixedPage(fixed)} />
  )
}

/** The browser's own dropdown: on a phone, a picker that people know. */
function Select({ input, value, options, ...props }: ControlProps & { options: readonly InputOption[] }) {
  const isOptional = input.required === false
  const index = options.findIndex((option) => option.value === value)
  return (
    <div class="control-row">
      <select
        id={props.id}
        class="control"
        data-empty={index < 0 || undefined}
        value={String(index)}
        aria-required={!isOptional}
        aria-describedby={props.describedBy}
        aria-invalid={props.isInvalid || undefined}
        onChange={(event) => props.onChange(options[Number(event.currentTarget.value)]?.value)}
        onBlur={props.onLeave}
      >
        {(isOptional || index < 0) && (
          <option value="-1">
            {isOptional ? texts.fields.none : (input.placeholder ?? texts.fields.choose)}
          </option>
        )}
        {options.map((option, place) => (
          <option key={option.label} value={String(place)}>
            {option.label}
          </option>
        ))}
      </select>
      <DownIcon />
    </div>
  )
}

interface SearchProps extends ControlProps {
  load: LoadPage
  allowsCustom?: boolean
}

function Search({ input, load, allowsCustom = false, ...props }: SearchProps) {
  return (
    <Combobox
      {...props}
      title={input.title}
      placeholder={input.placeholder}
      load={load}
      allowsCustom={allowsCustom}
      isRequired={input.required !== false}
      isClearable={input.required === false}
    />
  )
}
