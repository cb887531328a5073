import { useState } from 'preact/hooks'
import { CloseIcon } from '../parts/icons.tsx'
import { texts } from '../texts/current.ts'
import { Combobox } from './combobox.tsx'
import { type ControlProps, type Sources, useSources } from './context.ts'
import { type HostFieldSet, hostFieldSet, type MappingValue, mappingRows, withMapping } from './mapping.ts'
import { fixedPage, type LoadPage } from './option-pages.ts'

/** Which of the provider's fields each of the product's fields is filled from. */
export function FieldMapperControl(props: ControlProps<'FIELD_MAPPER'>) {
  const { id, input, describedBy, isInvalid, onChange, onLeave } = props
  const sources = useSources()
  const value = (props.value ?? {}) as MappingValue
  const set = dynamicSet(props, sources)
  const { loadObjects, loadFields } = lists(props, sources, set, value.objectMapping)
  const isEmpty = !loadObjects && !set && input.savedFieldMappings.length === 0
  const needsObject = loadObjects && value.objectMapping === undefined
  const field = { load: loadFields, describedBy, onLeave }
  return (
    <div class="group">
      {loadObjects && (
        <Combobox
          id={id}
          title={input.title}
          label={`${input.title}: ${texts.fields.objectType}`}
          placeholder={texts.fields.objectType}
          describedBy={describedBy}
          isInvalid={isInvalid}
          isRequired={input.required !== false}
          isClearable={input.required === false}
          value={value.objectMapping}
          load={loadObjects}
          onChange={(objectMapping) =>
            onChange(
              objectMapping === undefined ? undefined : { ...value, objectMapping, ...emptyMappings(set) },
            )
          }
          onLeave={onLeave}
        />
      )}
      {isEmpty && <p class="hint">{texts.fields.nothingThere}</p>}
      {!needsObject && set && (
        <DynamicRows
          key={value.objectMapping}
          id={id}
          set={set}
          value={value}
          field={field}
          onChange={onChange}
        />
      )}
      {!needsObject &&
        !set &&
        input.savedFieldMappings.map(({ label }, index) => (
          <div class="mapping" key={`${value.objectMapping} ${label}`}>
            <span class="mapping-name">{label}</span>
            <Combobox
              {...field}
              id={`${id}-${index}`}
              title={label}
              label={texts.fields.mapsTo(label)}
              isClearable
              value={value.fieldMappings?.[label]}
              onChange={(picked) =>
                onChange({
                  ...value,
                  mappingType: 'STATIC',
                  fieldMappings: { ...value.fieldMappings, [label]: picked },
                })
              }
            />
          </div>
        ))}
    </div>
  )
}

interface RowsProps {
  id: string
  set: HostFieldSet
  value: MappingValue
  field: { load: LoadPage; describedBy: string | undefined; onLeave(): void }
  onChange(value: MappingValue): void
}

function DynamicRows({ id, set, value, field, onChange }: RowsProps) {
  const rows = mappingRows(set, value)
  const unused = set.fields.filter((known) => !rows.some(({ key }) => key === known.value))
  return (
    <>
      {rows.map(({ key, label, field: picked, mayRemove }) => (
        <div class="mapping" key={key}>
          <span class="mapping-name">
            {label}
            {mayRemove && (
              <button
                class="small-button"
                type="button"
                aria-label={texts.fields.removeMapping(label)}
                onClick={() => onChange(withMapping(set, value, key, null))}
              >
                <CloseIcon />
              </button>
            )}
          </span>
          <Combobox
            {...field}
            id={`${id}-${key}`}
            title={label}
            label={texts.fields.mapsTo(label)}
            isClearable
            value={picked}
            onChange={(next) => onChange(withMapping(set, value, key, next as string | undefined))}
          />
        </div>
      ))}
      {(unused.length > 0 || set.mayCreate) && (
        <AddRow
          id={`${id}-add`}
          unused={unused}
          mayCreate={set.mayCreate}
          onAdd={(key) => onChange(withMapping(set, value, key, undefined))}
        />
      )}
    </>
  )
}

interface AddRowProps {
  id: string
  unused: HostFieldSet['fields']
  mayCreate: boolean
  onAdd(key: string): void
}

function AddRow({ id, unused, mayCreate, onAdd }: AddRowProps) {
  const [additions, setAdditions] = useState(0)
  return (
    <Combobox
      key={additions}
      id={id}
      title={texts.fields.addMapping}
      label={texts.fields.addMapping}
      placeholder={mayCreate ? texts.fields.newField : texts.fields.addMapping}
      value={undefined}
      load={fixedPage(unused)}
      allowsCustom={mayCreate}
      onChange={(key) => {
        if (typeof key !== 'string') return
        setAdditions(additions + 1)
        onAdd(key)
      }}
      onLeave={() => undefined}
    />
  )
}

function dynamicSet({ input }: ControlProps<'FIELD_MAPPER'>, sources: Sources): HostFieldSet | undefined {
  const { dynamicObjectName } = input
  return dynamicObjectName === undefined
    ? undefined
    : hostFieldSet(sources.mapObjectFields[dynamicObjectName])
}

/** Where the provider's record types and fields are read: by the host page if it does, else from the account. */
function lists(
  { input }: ControlProps<'FIELD_MAPPER'>,
  sources: Sources,
  set: HostFieldSet | undefined,
  object: string | undefined,
): { loadObjects: LoadPage | undefined; loadFields: LoadPage } {
  const { dynamicObjectName, sourceType = '' } = input
  if (set?.readsProvider && dynamicObjectName !== undefined) {
    return {
      loadObjects: sources.mapping(dynamicObjectName, 'objectTypes'),
      loadFields: sources.mapping(dynamicObjectName, 'integrationFields', object),
    }
  }
  const pair = sources.pairs[sourceType]
  return {
    loadObjects: pair?.main === undefined ? undefined : sources.account(pair.main, {}),
    loadFields: pair
      ? sources.account(pair.dependent, { [pair.parameter]: object })
      : sources.account(sourceType, {}),
  }
}

/** The fields of another kind of record are other fields. */
function emptyMappings(set: HostFieldSet | undefined): MappingValue {
  return set ? { dynamicMappings: undefined } : { fieldMappings: {} }
}
