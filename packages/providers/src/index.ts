export { appAssembly, defaultScopes } from './app-assembly.ts'
export { findProvider, iconFile, providers } from './catalog.ts'
export {
  AUTH_KIND_TYPES,
  type AuthKind,
  clientOwner,
  knownScopes,
  OWN_CLIENT,
  visitsProvider,
} from './page/auth-kind.ts'
export { placeOf } from './page/place.ts'
export { defineProvider, Provider } from './page/provider.ts'
export type { NextPage, Source } from './page/source.ts'
export { testOf } from './page/test-endpoint.ts'
export { pageProblems } from './problems.ts'
