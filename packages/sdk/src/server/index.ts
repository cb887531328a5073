export type { CallOptions, ConnectionChoice } from '../shared/connect-api.ts'
export type { SdkErrorCode, TenonErrorCode } from '../shared/errors.ts'
export { TenonError } from '../shared/errors.ts'
export type { RequestOptions } from '../shared/proxy-request.ts'
export type { ResponsePromise } from '../shared/response-promise.ts'
export type { Abortable } from '../shared/user-api.ts'
export type {
  Configuration,
  ConnectedUser,
  Connection,
  ConnectionStatus,
  Integration,
  IntegrationState,
  Metadata,
} from '../shared/wire.ts'
export type { TeamApi, TeamRequestOptions } from './team-api.ts'
export type {
  ConnectionQuery,
  Page,
  PageQuery,
  TeamConnection,
  TeamImportReport,
  TeamImportRow,
  TeamIntegration,
  TeamIntegrationSettings,
  TeamProject,
  TeamSigningKey,
  TeamUser,
  UserQuery,
} from './team-types.ts'
export {
  createTenonServer,
  type ServerUser,
  type TenonServer,
  type TenonServerOptions,
} from './tenon-server.ts'
export type { Permissions, UserTokenInput } from './user-token-input.ts'
