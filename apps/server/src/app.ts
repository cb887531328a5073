import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { uuidv7 } from 'uuidv7'
import type { Services } from './context.ts'
import { addCors } from './http/cors.ts'
import { acceptEmptyJson } from './http/empty-json.ts'
import { handleErrors, handleFrameworkError, handleUnknownRoutes } from './http/errors.ts'
import { createNodeServer } from './http/node-server.ts'
import { logRequests } from './http/request-log.ts'
import { refuseUnstorable } from './http/storable-requests.ts'
import { measureRequests } from './metrics.ts'
import { credentialRoutes } from './routes/connect/credentials.ts'
import { integrationRoutes } from './routes/connect/integrations.ts'
import { meRoutes } from './routes/connect/me.ts'
import { notConfiguredRoutes } from './routes/connect/not-yet.ts'
import { oauthRoutes } from './routes/connect/oauth.ts'
import { portalRoutes } from './routes/connect/portal.ts'
import { createProxyHandler } from './routes/connect/proxy.ts'
import { sessionRoutes } from './routes/connect/sessions.ts'
import { sourceRoutes } from './routes/connect/sources.ts'
import { healthRoutes } from './routes/health.ts'
import { oauthCallbackRoutes } from './routes/oauth-callback.ts'
import { pageRoutes } from './routes/pages.ts'
import { teamRoutes } from './routes/team/index.ts'

/** Long enough for settings of a large form. Proxied bodies do not pass here and have limits of their own. */
const MAX_BODY_BYTES = 1024 * 1024

/** Builds the HTTP app from its parts. Listens to nothing. */
export async function buildApp(services: Services): Promise<FastifyInstance> {
  const proxy = createProxyHandler(services)
  const app = Fastify({
    loggerInstance: services.log as FastifyBaseLogger,
    // Fastify's own lines are two for each request; logRequests writes one.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    bodyLimit: MAX_BODY_BYTES,
    genReqId: () => uuidv7(),
    frameworkErrors: handleFrameworkError,
    routerOptions: { maxParamLength: 512, ignoreTrailingSlash: true },
    return503OnClosing: false, // what still arrives on an open connection is answered, and is its last
    serverFactory: (framework) => createNodeServer({ proxy, framework }),
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  measureRequests(app, services.metrics)
  logRequests(app)
  refuseUnstorable(app)
  handleErrors(app, 'team')
  handleUnknownRoutes(app, 'team')

  acceptEmptyJson(app)

  await app.register(healthRoutes(services))
  await app.register(pageRoutes(services))
  await app.register(oauthCallbackRoutes(services))
  await app.register(teamRoutes(services), { prefix: '/api/v1' })
  await app.register(async (connect) => {
    handleErrors(connect, 'connect')
    addCors(connect)
    for (const routes of [
      meRoutes,
      integrationRoutes,
      credentialRoutes,
      oauthRoutes,
      sessionRoutes,
      sourceRoutes,
      portalRoutes,
      notConfiguredRoutes,
    ]) {
      await connect.withTypeProvider<ZodTypeProvider>().register(routes(services))
    }
  })
  return app
}
