import { TenonError } from '../shared/errors.ts'
import type { Input, PortalConfig } from '../shared/wire.ts'

export interface DropdownOption {
  label: string
  value: string
}

/** One page of options; a cursor asks for the next. */
export interface OptionsPage {
  options: DropdownOption[]
  nextPageCursor: string | null
}

type LoadOptions = (cursor?: string, search?: string) => Promise<OptionsPage>

/** The choices of a custom dropdown: a list, or a function that the portal asks page by page. */
export type Dropdown = DropdownOption[] | { loadOptions: LoadOptions; refreshOnOpen?: boolean }

export interface ApplicationFields {
  fields: DropdownOption[]
  defaultFields?: string[]
  userCanRemoveMappings?: boolean
  userCanCreateFields?: boolean
}

/** Your product's fields for a field mapping, and optionally where the provider's objects and fields come from. */
export type FieldMapping =
  | DropdownOption[]
  | ApplicationFields
  | {
      objectTypes: { get: LoadOptions }
      integrationFields: {
        get: (of: { objectType: string }, cursor?: string, search?: string) => Promise<OptionsPage>
      }
      applicationFields?: ApplicationFields
    }

/** Choices that only your page knows, for the inputs of the portal that ask for them. */
export interface DataSources {
  /** By the `key` of the input. */
  dropdowns?: Record<string, Dropdown> | undefined
  /** By object name. */
  mapObjectFields?: Record<string, FieldMapping> | undefined
}

export interface FieldsQuery {
  objectType?: string
  cursor?: string
  search?: string
}

/** The page's functions stay here, where the portal calls them by key; the rest can be sent to it. */
export interface PreparedSources {
  config: PortalConfig
  mapObjectFields: Record<string, unknown> | undefined
  hasOptions(key: string): boolean
  loadOptions(key: string, cursor?: string, search?: string): Promise<OptionsPage>
  loadFields(kind: string, key: string, query?: FieldsQuery): Promise<OptionsPage>
}

export function prepareSources(
  config: PortalConfig,
  { dropdowns = {}, mapObjectFields }: DataSources,
): PreparedSources {
  return {
    config: withDropdowns(config, dropdowns),
    mapObjectFields: mapObjectFields && mapValues(mapObjectFields, cloneableMapping),
    hasOptions: (key) => key in dropdowns,

    async loadOptions(key, cursor, search) {
      const dropdown = dropdowns[key]
      if (!dropdown) throw noSource(key)
      if (Array.isArray(dropdown)) return { options: dropdown, nextPageCursor: null }
      return dropdown.loadOptions(cursor, search)
    },

    async loadFields(kind, key, { objectType, cursor, search } = {}) {
      const mapping = mapObjectFields?.[key]
      if (!mapping || !('objectTypes' in mapping)) throw noSource(key)
      if (kind === 'objectTypes') return mapping.objectTypes.get(cursor, search)
      if (!objectType) throw new TypeError('objectType is required for integrationFields')
      return mapping.integrationFields.get({ objectType }, cursor, search)
    },
  }
}

function withDropdowns(config: PortalConfig, dropdowns: Record<string, Dropdown>): PortalConfig {
  const fill = (inputs: Input[]) => inputs.map((input) => withOptions(input, dropdowns[String(input.key)]))
  const { sharedMeta, workflowMeta } = config
  return {
    ...config,
    ...(sharedMeta?.inputs && { sharedMeta: { ...sharedMeta, inputs: fill(sharedMeta.inputs) } }),
    ...(workflowMeta && {
      workflowMeta: mapValues(workflowMeta, (meta) => ({ ...meta, inputs: fill(meta.inputs) })),
    }),
  }
}

function withOptions(input: Input, dropdown: Dropdown | undefined): Input {
  if (!dropdown) return input
  if (!Array.isArray(dropdown)) {
    return { ...input, customDropdownOptions: [], refreshOnOpen: dropdown.refreshOnOpen ?? false }
  }
  const byValue = new Map(dropdown.map((option) => [option.value, option]))
  return { ...input, customDropdownOptions: [...byValue.values()] }
}

function cloneableMapping(mapping: FieldMapping): unknown {
  if (!('objectTypes' in mapping)) return mapping
  return { ...(mapping.applicationFields ?? { fields: [] }), useBYOFieldMappingOption: true }
}

function mapValues<In, Out>(record: Record<string, In>, map: (value: In) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}

function noSource(key: string): TenonError {
  return new TenonError('not_found', `connect() was given no data source "${key}"`)
}
