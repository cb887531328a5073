import { useEffect, useState } from 'preact/hooks'
import type { NestedInput } from '../api.ts'
import { texts } from '../texts/current.ts'
import { Combobox } from './combobox.tsx'
import { type ControlProps, useSources } from './context.ts'
import type { LoadPage } from './option-pages.ts'

/** As existing clients store it. */
interface ComboValue {
  mainInput?: string | undefined
  dependentInput?: string | undefined
  fieldMappings?: Record<string, string | undefined> | undefined
}

/** Two dropdowns, where the first pick decides what the second offers; and fields that belong to the first. */
export function ComboControl(props: ControlProps<'COMBO_INPUT'>) {
  const { id, input, describedBy, isInvalid, onLeave } = props
  const sources = useSources()
  const value = (props.value ?? {}) as ComboValue
  const { main, loadDependent } = usePair(input.sourceType, value.mainInput)
  const isRequired = input.required !== false
  const rest = { describedBy, onLeave, isClearable: !isRequired }
  return (
    <div class="group">
      <Combobox
        {...rest}
        id={id}
        title={input.title}
        label={`${input.title}: 1`}
        isRequired={isRequired}
        isInvalid={isInvalid && !value.mainInput}
        value={value.mainInput}
        load={sources.account(main, {})}
        onChange={(mainInput) => props.onChange(mainInput === undefined ? undefined : { mainInput })}
      />
      {value.mainInput !== undefined && (
        <Combobox
          {...rest}
          key={value.mainInput}
          id={`${id}-dependent`}
          title={input.title}
          label={`${input.title}: 2`}
          isRequired={isRequired}
          isInvalid={isInvalid && !value.dependentInput}
          value={value.dependentInput}
          load={loadDependent}
          onChange={(dependentInput) => props.onChange({ ...value, dependentInput })}
        />
      )}
      {value.mainInput !== undefined &&
        input.savedFieldMappings?.map(({ label }, index) => (
          <div class="mapping" key={`${value.mainInput} ${label}`}>
            <span class="mapping-name">{label}</span>
            <Combobox
              {...rest}
              id={`${id}-field-${index}`}
              title={label}
              label={texts.fields.mapsTo(label)}
              value={value.fieldMappings?.[label]}
              load={loadDependent}
              onChange={(field) =>
                props.onChange({ ...value, fieldMappings: { ...value.fieldMappings, [label]: field } })
              }
            />
          </div>
        ))}
    </div>
  )
}

/** A dropdown whose pick decides which further fields there are. */
export function DynamicComboControl(props: ControlProps<'DYNAMIC_COMBO_INPUT'>) {
  const { id, input, describedBy, isInvalid, onLeave } = props
  const sources = useSources()
  const value = (props.value ?? {}) as ComboValue
  const { main, loadDependent } = usePair(input.sourceType, value.mainInput)
  const nested = useNested(loadDependent, value.mainInput)
  const rest = { describedBy, onLeave }
  return (
    <div class="group">
      <Combobox
        {...rest}
        id={id}
        title={input.title}
        isInvalid={isInvalid}
        isRequired={input.required !== false}
        isClearable={input.required === false}
        value={value.mainInput}
        load={sources.account(main, {})}
        onChange={(mainInput) => props.onChange(mainInput === undefined ? undefined : { mainInput })}
      />
      {nested === 'failed' && <p class="problem">{texts.fields.failed}</p>}
      {Array.isArray(nested) &&
        nested.map(({ id: field, title }) => (
          <label class="mapping" key={field}>
            <span class="mapping-name">{title}</span>
            <input
              class="control"
              value={value.fieldMappings?.[field] ?? ''}
              onInput={({ currentTarget }) =>
                props.onChange({
                  ...value,
                  fieldMappings: { ...value.fieldMappings, [field]: currentTarget.value },
                })
              }
              onBlur={onLeave}
            />
          </label>
        ))}
    </div>
  )
}

/** The two sources behind an input. One that the view does not name stands for both lists. */
function usePair(sourceType: string, picked: string | undefined): { main: string; loadDependent: LoadPage } {
  const sources = useSources()
  const {
    main = sourceType,
    dependent,
    parameter,
  } = sources.pairs[sourceType] ?? {
    dependent: sourceType,
    parameter: 'mainInput',
  }
  return { main, loadDependent: sources.account(dependent, { [parameter]: picked }) }
}

function useNested(
  load: LoadPage,
  picked: string | undefined,
): readonly NestedInput[] | 'failed' | undefined {
  const [nested, setNested] = useState<readonly NestedInput[] | 'failed'>()
  useEffect(() => {
    let isCurrent = true
    setNested(undefined)
    if (picked === undefined) return
    load({ cursor: null, search: '' }).then(
      (page) => isCurrent && setNested(page.nested),
      () => isCurrent && setNested('failed'),
    )
    return () => {
      isCurrent = false
    }
  }, [picked])
  return nested
}
