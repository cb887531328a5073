import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import { findProvider, iconFile } from '@tenon/providers'
import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'
import type { Services } from '../context.ts'
import { getProjectAccess } from '../projects/access.ts'

const PORTAL = fileURLToPath(new URL('../../../portal/dist', import.meta.url))
const HOME = new URL('../pages/home.html', import.meta.url)
const YEAR_S = 31_536_000

/** The portal, provider icons, and what people find who open an address of ours: the page at `/` stands in for the dashboard. */
export const pageRoutes =
  (services: Services): FastifyPluginAsync =>
  async (app) => {
    await app.register(fastifyStatic, { root: PORTAL, serve: false, cacheControl: false })

    app.get('/ui', async (request, reply) => {
      const { projectId } = z.object({ projectId: z.string().optional() }).parse(request.query)
      const ancestors = projectId === undefined ? [] : await allowedOrigins(projectId)
      return reply
        .headers({
          'content-security-policy': [
            `default-src 'none'`,
            `script-src 'self'`,
            `style-src 'self'`,
            `img-src 'self' https: data:`,
            `connect-src 'self'`,
            `font-src 'self'`,
            `base-uri 'none'`,
            `form-action 'none'`,
            `frame-ancestors ${ancestors.length > 0 ? ancestors.join(' ') : '*'}`,
          ].join('; '),
          'cache-control': 'no-cache',
          'referrer-policy': 'no-referrer',
          'x-content-type-options': 'nosniff',
        })
        .sendFile('index.html')
    })

    app.get('/ui/assets/:file', (request, reply) => {
      const { file } = z.object({ file: z.string().regex(/^[\w.-]+$/) }).parse(request.params)
      return reply
        .headers({
          'cache-control': `public, max-age=${YEAR_S}, immutable`,
          'x-content-type-options': 'nosniff',
        })
        .sendFile(`assets/${file}`)
    })

    // Asked for by existing SDKs under the name of an integration; a custom one brings its own address.
    app.get('/integrations/:file', async (request, reply) => {
      const { file } = z.object({ file: z.string().regex(/^[\w.-]+\.svg$/) }).parse(request.params)
      const id = file.slice(0, -'.svg'.length)
      if (!findProvider(id)) return reply.callNotFound()
      return reply
        .headers({
          'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'`,
          'cache-control': 'public, max-age=86400',
          'x-content-type-options': 'nosniff',
          'access-control-allow-origin': '*',
        })
        .type('image/svg+xml')
        .send(await readFile(iconFile(id)))
    })

    app.get('/', async (_, reply) =>
      reply
        .headers({
          'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'`,
        })
        .type('text/html; charset=utf-8')
        .send(await readFile(HOME)),
    )

    // The address that `npm start` prints and SDKs are pointed at. Browsers ask for HTML by name; programs do not.
    app.get('/projects/:projectId/sdk', async (request, reply) => {
      const { projectId } = z.object({ projectId: z.string() }).parse(request.params)
      const { project } = await getProjectAccess(services, projectId)
      reply.header('vary', 'accept')
      const home = `${services.config.publicUrl}/`
      if (request.headers.accept?.includes('text/html')) return reply.redirect(home)
      return describeConnectApi(`${home}projects/${project.id}/sdk`, home)
    })

    async function allowedOrigins(projectId: string): Promise<string[]> {
      const access = await getProjectAccess(services, projectId).catch(() => undefined)
      return access?.project.allowedOrigins ?? []
    }
  }

function describeConnectApi(address: string, home: string) {
  return {
    message:
      'The Connect API of one project lives below this address. Send a user token as "Authorization: Bearer <token>"',
    user: `${address}/me`,
    integrations: `${address}/integrations`,
    proxy: `${address}/proxy/{integration}/{path of the provider’s API}`,
    documentation: home,
  }
}
