import { AppError, type ErrorCode, templateSlots } from '@tenon/core'
import type { AuthKind, Provider } from '@tenon/providers'
import type { ProjectContext } from '../context.ts'
import type { Integration } from '../integrations/integrations.ts'

/** Where the failure came from: all that its words may name. */
export interface Connecting {
  provider: Provider
  auth: AuthKind
  /** Whose team has set the integration up. */
  product: string
}

type Words = (about: Connecting, failure: AppError) => AppError

/** Failures that an operator, the team or a developer reads in words of their own. */
const words: Partial<Record<ErrorCode, Words>> = {
  invalid_request: underivable,
  not_configured: incomplete,
  client_rejected: incomplete,
  host_not_allowed: (about, failure) =>
    namesHost(about)
      ? again(failure, 'This address is not on the public internet. Please enter another one')
      : incomplete(about, failure),
  upstream_dns_failed: (about, failure) => {
    const { code, hostname } = (failure.cause ?? {}) as { code?: string; hostname?: string }
    if (code !== 'ENOTFOUND' || !namesHost(about)) return unreachable(about, failure)
    const message = `There is no host "${hostname}". Please check the address`
    return new AppError('invalid_credentials', message, { cause: failure })
  },
  upstream_unreachable: unreachable,
  upstream_reset: unreachable,
  upstream_tls_failed: ({ provider }, failure) =>
    again(failure, `${provider.name} could not be reached over a connection that can be trusted`),
  upstream_timeout: late,
  upstream_stalled: late,
  upstream_protocol_error: ({ provider }, failure) =>
    again(failure, `${provider.name} sent a reply that cannot be understood`),
  upstream_response_too_large: ({ provider }, failure) =>
    again(failure, `${provider.name} sent more than can be read here`),
}

/** The failure as the connected user reads it; what an operator or the team needs to know is in the log. */
export function failureForUser(
  { log, project }: Pick<ProjectContext, 'log' | 'project'>,
  error: unknown,
  { integration, auth }: { integration: Integration; auth: AuthKind },
): unknown {
  const { provider, slug } = integration
  const failure = inUserWords(error, { provider, auth, product: project.productName })
  if (failure !== error)
    log.warn({ err: error, projectId: project.id, integration: slug }, 'a user could not use an integration')
  return failure
}

/** What a user cannot mend is told without client ids, hosts or settings; the original is the cause. */
export function inUserWords(error: unknown, about: Connecting): unknown {
  return error instanceof AppError ? (words[error.code]?.(about, error) ?? error) : error
}

/** Whether the host that is called comes from what the user entered. */
export function namesHost({ provider, auth }: Pick<Connecting, 'provider' | 'auth'>): boolean {
  const [origin = ''] = /^[^/]*(?:\/\/[^/?#]*)?/.exec(auth.baseUrl ?? provider.api.baseUrl) ?? []
  return templateSlots(origin).some((slot) => slot.startsWith('inputs.'))
}

/** What is made of an input, such as the key in a service account's file, could not be: it is another file. */
function underivable({ auth }: Connecting, failure: AppError): AppError {
  const [, name = ''] = /^derived\.(.+)$/.exec(String(failure.meta?.slot)) ?? []
  const slots = templateSlots(auth.derived[name]?.from ?? '')
  const wrong = auth.inputs.filter(({ id }) => slots.includes(`inputs.${id}`))
  if (wrong.length === 0) return failure
  const problems = Object.fromEntries(wrong.map(({ id }) => [id, 'pattern']))
  const titles = wrong.map(({ title }) => `"${title}"`).join(', ')
  const meta = { problems, ...(auth.help && { help: auth.help }) }
  return new AppError('invalid_credentials', `Please check ${titles}`, { cause: failure, meta })
}

function incomplete({ provider, product }: Connecting, cause: AppError): AppError {
  const message = `${product} has not finished setting up ${provider.name}. Please tell its team`
  return new AppError('integration_incomplete', message, { cause })
}

/** A store that the user named and that calls us, but not the other way round: most likely not that store. */
function elsewhere({ provider, auth }: Connecting, failure: AppError): AppError | undefined {
  if (auth.type !== 'oauth1' || auth.server.flow !== 'posted') return undefined
  const message = `${provider.name} does not answer at the address that you entered. It may be wrong: please check it`
  return new AppError('invalid_credentials', message, { cause: failure })
}

function unreachable(about: Connecting, failure: AppError): AppError {
  const { name } = about.provider
  return elsewhere(about, failure) ?? again(failure, `${name} could not be reached. Please try again later`)
}

function late(about: Connecting, failure: AppError): AppError {
  const { name } = about.provider
  return elsewhere(about, failure) ?? again(failure, `${name} did not answer in time. Please try again later`)
}

/** The same code in other words. */
function again(failure: AppError, message: string): AppError {
  return new AppError(failure.code, message, { cause: failure })
}
