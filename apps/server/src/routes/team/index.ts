import type { FastifyPluginAsync } from 'fastify'
import type { Services } from '../../context.ts'
import { apiKeyRoutes } from './api-keys.ts'
import { auditRoutes } from './audit.ts'
import { connectionRoutes } from './connections.ts'
import { integrationRoutes } from './integrations.ts'
import { keyvaultRoutes } from './keyvault.ts'
import { projectRoutes } from './project.ts'
import { signingKeyRoutes } from './signing-keys.ts'
import { requireTeam } from './team.ts'
import { userRoutes } from './users.ts'
import { webhookDeliveryRoutes } from './webhook-deliveries.ts'
import { webhookRoutes } from './webhooks.ts'

/**
 * The Team API, to be registered with the prefix `/api/v1`. An API key belongs to one project, so the project stands in
 * no path.
 */
export const teamRoutes =
  (services: Services): FastifyPluginAsync =>
  async (app) => {
    requireTeam(app, services)
    app.removeContentTypeParser('text/plain') // Fastify's own; here it would be JSON that does not say so
    await app.register(projectRoutes)
    await app.register(signingKeyRoutes)
    await app.register(apiKeyRoutes)
    await app.register(integrationRoutes)
    await app.register(keyvaultRoutes)
    await app.register(userRoutes)
    await app.register(connectionRoutes)
    await app.register(auditRoutes)
    await app.register(webhookRoutes)
    await app.register(webhookDeliveryRoutes)
  }
