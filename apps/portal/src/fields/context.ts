import type { Input, PortalView } from '@tenon/core'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { loadOptions, type OptionPage } from '../api.ts'
import { usePortal, useView } from '../portal/context.ts'
import type { Portal } from '../portal/portal.ts'
import { hostPage, type LoadPage } from './option-pages.ts'

/** The connection whose account is asked for choices; `null` before there is one. */
export const ConnectionContext = createContext<string | null>(null)

/** Where the choices of dropdowns come from. */
export interface Sources {
  /** A list that the provider's page declares, read from the user's account. */
  account(key: string, parameters: Record<string, unknown>): LoadPage
  /** A `CUSTOM_DROPDOWN` that the host page fills. */
  custom(key: string): LoadPage
  /** Record types or fields that the host page reads for a field mapper. */
  mapping(objectName: string, list: 'objectTypes' | 'integrationFields', objectType?: string): LoadPage
  /** The two lists behind a combo or field mapper, by the input's `sourceType`. */
  pairs: NonNullable<PortalView['sources']>
  /** The choices that came with the host page's call, by the key of the input. */
  given: ReadonlyMap<string, readonly { value: string; label: string }[]>
  /** The host page's own fields, by object name. */
  mapObjectFields: Readonly<Record<string, unknown>>
}

export function useSources(): Sources {
  const portal = usePortal()
  const view = useView()
  const connectionId = useContext(ConnectionContext)
  const { host } = portal.state
  return {
    account: (key, parameters) => (page) => fromAccount(portal, connectionId, { key, parameters }, page),
    custom: (key) => async (page) =>
      hostPage(
        await portal.bridge.call('_loadCustomDropdownOptions', key, page.cursor ?? undefined, page.search),
      ),
    mapping: (objectName, list, objectType) => async (page) =>
      hostPage(
        await portal.bridge.call(
          '_fetchBYOFieldMappingOptions',
          host?.integration?.slug ?? '',
          list,
          objectName,
          {
            ...(objectType !== undefined && { objectType }),
            ...(page.cursor !== null && { cursor: page.cursor }),
            search: page.search,
          },
        ),
      ),
    pairs: view.sources ?? {},
    given: host?.dropdowns ?? new Map(),
    mapObjectFields: host?.mapObjectFields ?? {},
  }
}

async function fromAccount(
  { state }: Portal,
  connectionId: string | null,
  source: Parameters<typeof loadOptions>[2],
  page: Parameters<typeof loadOptions>[3],
): Promise<OptionPage> {
  const { host } = state
  if (!host?.token || !host.projectId || !host.integration) throw new Error('{"code":"unauthenticated"}')
  const access = { projectId: host.projectId, token: host.token, slug: host.integration.slug }
  return loadOptions(access, connectionId, source, page)
}

/** An input of one type, as its control gets it. */
type InputOf<Type extends Input['type']> = Extract<Input, { type: Type }>

/** What every control is given. It shows `value`, and tells `onChange` what the user made of it. */
export interface ControlProps<Type extends Input['type'] = Input['type']> {
  id: string
  input: InputOf<Type>
  value: unknown
  /** Ids of the hint and the problem, for `aria-describedby`. */
  describedBy: string | undefined
  isInvalid: boolean
  onChange(value: unknown): void
  onLeave(): void
}
