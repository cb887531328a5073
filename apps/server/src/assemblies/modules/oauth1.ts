import { AppError } from '@tenon/core'
import type { ModuleHandler } from '../step.ts'

export const oauth1: ModuleHandler<'oauth1'> = (_, __, { provider }) => {
  throw new AppError('not_configured', `${provider.name} cannot be connected by OAuth 1.0a yet`)
}
