export type { CallOptions, ConnectionChoice } from '../shared/connect-api.ts'
export type { SdkErrorCode, TenonErrorCode } from '../shared/errors.ts'
export { TenonError } from '../shared/errors.ts'
export type { RequestOptions } from '../shared/proxy-request.ts'
export type { ResponsePromise } from '../shared/response-promise.ts'
export type { Abortable } from '../shared/user-api.ts'
export type {
  AccountType,
  Configuration,
  ConnectedUser,
  Connection,
  ConnectionStatus,
  Input,
  Integration,
  IntegrationState,
  Metadata,
  PortalConfig,
  ResourceState,
  Settings,
  WorkflowMeta,
  WorkflowState,
} from '../shared/wire.ts'
export type {
  ApplicationFields,
  DataSources,
  Dropdown,
  DropdownOption,
  FieldMapping,
  OptionsPage,
} from './data-sources.ts'
export type {
  InstallEvent,
  Listener,
  PortalCallbacks,
  PortalEvent,
  TenonEventName,
  TenonEvents,
  WorkflowChangeEvent,
} from './events.ts'
export type { FieldOption, FieldOptions, FieldOptionsQuery } from './field-options.ts'
export type { InstallOptions } from './install-plan.ts'
export type { Paragon, ParagonConfiguration, ParagonConnectParams, ParagonInstallParams } from './paragon.ts'
export type { ConfigurationOptions, SettingsOptions, SettingsResult } from './settings.ts'
export type { ConnectOptions, Tenon, TenonOptions } from './tenon.ts'

import { createParagon, type Paragon } from './paragon.ts'

export { createTenon } from './tenon.ts'

/** For pages that used Paragon's SDK. New code calls `createTenon()`. */
export const paragon: Paragon = /* @__PURE__ */ createParagon()
