import type { Module, TemplateValues } from '@tenon/core'
import {
  clientCredentialsGrant,
  exchangeCredentials,
  jwtBearerGrant,
  type OAuthContext,
  passwordGrant,
  type Registration,
  type TokenReply,
} from '@tenon/oauth'

/** A module that obtains a token without the user, as often as one is needed. */
export type GrantModule = Extract<
  Module,
  { module: 'client-credentials' | 'password' | 'jwt-bearer' | 'two-step-token' }
>

export function isGrant(module: Module): module is GrantModule {
  return Object.hasOwn(requests, module.module)
}

interface Granting {
  client: Registration['client']
  values: TemplateValues
  context: OAuthContext
}

type Request<Name extends GrantModule['module']> = (
  module: Extract<GrantModule, { module: Name }>,
  granting: Granting,
) => Promise<TokenReply>

const requests: { [Name in GrantModule['module']]: Request<Name> } = {
  'client-credentials': ({ server, scopes, grantType }, { client, values, context }) =>
    clientCredentialsGrant({ server, client, values }, { grantType, scopes }, context),
  password: ({ server, scopes }, { client, values, context }) => {
    const { username = '', password = '' } = values.inputs ?? {}
    return passwordGrant({ server, client, values }, { username, password, scopes }, context)
  },
  'jwt-bearer': ({ server, scopes, assertion }, { client, values, context }) =>
    jwtBearerGrant({ server, client, values }, { assertion, scopes }, context),
  'two-step-token': ({ exchange }, { values, context }) => exchangeCredentials(exchange, values, context),
}

/** @throws OAuthError */
export function requestGrant(module: GrantModule, granting: Granting): Promise<TokenReply> {
  return (requests[module.module] as Request<GrantModule['module']>)(module, granting)
}
