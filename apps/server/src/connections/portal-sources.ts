import type { Input, PortalView } from '@tenon/core'
import type { Provider } from '@tenon/providers'

type PortalSources = NonNullable<PortalView['sources']>

/**
 * For inputs of two lists, which source of the provider's page comes first: a page only says that the second list needs
 * a value of the first. Sources that need none, or several, are not two lists.
 */
export function portalSources(inputs: readonly Input[], { sources }: Provider): PortalSources {
  const pairs = inputs.flatMap((input): [string, PortalSources[string]][] => {
    const { sourceType } = isOfTwoLists(input) ? input : {}
    if (sourceType === undefined || !Object.hasOwn(sources, sourceType)) return []
    const [first, ...more] = sources[sourceType]?.parameters ?? []
    if (first === undefined || more.length > 0) return []
    return [[sourceType, { main: first, dependent: sourceType, parameter: first }]]
  })
  return Object.fromEntries(pairs)
}

type TwoLists = Extract<Input, { type: 'COMBO_INPUT' | 'DYNAMIC_COMBO_INPUT' | 'FIELD_MAPPER' }>

function isOfTwoLists(input: Input): input is TwoLists {
  return input.type === 'COMBO_INPUT' || input.type === 'DYNAMIC_COMBO_INPUT' || input.type === 'FIELD_MAPPER'
}
