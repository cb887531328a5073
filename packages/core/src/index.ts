export { AppAssembly, Module, type ModuleName, ValueSource } from './assembly.ts'
export { type Backoff, nextAttemptAt } from './backoff.ts'
export {
  afterUnauthorized,
  ConnectionStatus,
  Credential,
  type Freshness,
  freshness,
  mayForceRefresh,
  ReauthReason,
  type RefreshFacts,
  type RefreshPolicy,
  retryRefreshAt,
  staleFrom,
  type UnauthorizedFacts,
  type UnauthorizedStep,
  wireStatus,
} from './connection.ts'
export {
  afterEvent,
  ConnectionEvent,
  ConnectionNotice,
  type ConnectionState,
  type Transition,
} from './connection-state.ts'
export { Derivation, deriveValues } from './derive.ts'
export { AppError, type AppErrorOptions, type ErrorBody, type ErrorCode, errorStatus } from './errors.ts'
export { hasHiddenStep } from './hidden-step.ts'
export type {
  ApiKeyId,
  ConfigurationId,
  ConnectedUserId,
  ConnectionId,
  ConnectSessionId,
  Id,
  IntegrationId,
  KeyvaultEntryId,
  ProductId,
  ProjectId,
  SigningKeyId,
  WebhookDeliveryId,
  WebhookEndpointId,
} from './ids.ts'
export { isUuid } from './ids.ts'
export {
  Input,
  InputOption,
  type InputProblem,
  type InputType,
  inputProblem,
  inputProblems,
  type Matcher,
} from './input.ts'
export { pathKeys, readPath, readText } from './json-path.ts'
export {
  isPermitted,
  namesConnections,
  PERMISSIONS_CLAIM,
  type Permission,
  PermissionsClaim,
  type PermissionTarget,
} from './permissions.ts'
export { PortalAccountType, PortalConnection, PortalView, PortalWorkflow } from './portal.ts'
export { createMask, type Mask, MIN_PROTECTED_LENGTH, REDACTED } from './protect.ts'
export { OAuth1Server, SignatureMethod, Signing } from './signing.ts'
export { spellingsOf } from './spellings.ts'
export { fill, fillUrl, hasValues, type TemplateValues, templateSlots } from './template.ts'
export { Assertion, OAuth2Server, Renewal, TokenExchange, TokenServer } from './token-server.ts'
export { UNUSED_RENEWAL_SPAN, unusedRenewalAt } from './unused.ts'
