import { z } from 'zod'

/** What a FIELD_MAPPER holds, as existing clients store it. */
export interface MappingValue {
  objectMapping?: string | undefined
  fieldMappings?: Record<string, string | undefined> | undefined
  dynamicMappings?:
    | Record<string, { applicationField?: string | undefined; integrationField?: string | undefined }>
    | undefined
  userCreatedFields?: readonly string[] | undefined
  mappingType?: 'STATIC' | 'DYNAMIC' | undefined
}

const Fields = z.array(z.object({ label: z.string(), value: z.string() }))
const HostFields = z.object({
  fields: Fields,
  defaultFields: z.array(z.string()).nullish(),
  userCanRemoveMappings: z.boolean().nullish(),
  userCanCreateFields: z.boolean().nullish(),
  useBYOFieldMappingOption: z.boolean().nullish(),
})

/** The host page's own fields for one kind of record, and what the user may do with them. */
export interface HostFieldSet {
  fields: readonly { label: string; value: string }[]
  /** Mapped from the start, by `value`. */
  defaultFields: readonly string[]
  mayRemove: boolean
  mayCreate: boolean
  /** The host page also reads the provider's record types and fields. */
  readsProvider: boolean
}

/** @param raw one entry of `connect({ mapObjectFields })`: a list of fields, or an object with one and options */
export function hostFieldSet(raw: unknown): HostFieldSet | undefined {
  const { data } = HostFields.safeParse(Array.isArray(raw) ? { fields: raw } : raw)
  if (!data) return undefined
  return {
    fields: data.fields,
    defaultFields: data.defaultFields ?? data.fields.map(({ value }) => value),
    mayRemove: data.userCanRemoveMappings ?? false,
    mayCreate: data.userCanCreateFields ?? false,
    readsProvider: data.useBYOFieldMappingOption ?? false,
  }
}

/** One line of a field mapper: a field of the product and the provider's field it is filled from. */
export interface MappingRow {
  key: string
  label: string
  field: string | undefined
  mayRemove: boolean
}

/** The lines to show: those that were mapped, else those that are there from the start. */
export function mappingRows(set: HostFieldSet, value: MappingValue): MappingRow[] {
  const mapped = value.dynamicMappings ?? {}
  const keys = value.dynamicMappings ? Object.keys(mapped) : set.defaultFields
  return keys.map((key) => ({
    key,
    label: set.fields.find((field) => field.value === key)?.label ?? key,
    field: mapped[key]?.integrationField,
    mayRemove: set.mayRemove || (value.userCreatedFields ?? []).includes(key),
  }))
}

/** The value once a line is set (`field` may be undefined) or, with `null`, taken out. */
export function withMapping(
  set: HostFieldSet,
  value: MappingValue,
  key: string,
  field: string | null | undefined,
): MappingValue {
  const rows = mappingRows(set, value)
  const isNew = !rows.some((row) => row.key === key)
  const all = isNew ? [...rows, { key, field }] : rows.map((row) => (row.key === key ? { key, field } : row))
  const mappings = all.flatMap((row) =>
    row.field === null
      ? []
      : [[row.key, { applicationField: row.key, integrationField: row.field }] as const],
  )
  const isKnown = set.fields.some((known) => known.value === key)
  const created = (value.userCreatedFields ?? []).filter((name) => name !== key)
  return {
    ...value,
    mappingType: 'DYNAMIC',
    dynamicMappings: Object.fromEntries(mappings),
    userCreatedFields: field === null || isKnown ? created : [...created, key],
  }
}
