import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { SetEntryInput } from '../../keyvault/entry.ts'
import { KeyvaultFile } from '../../keyvault/file.ts'
import { getEntry, listEntries, removeEntry, revealEntry, setEntry } from '../../keyvault/keyvault.ts'
import {
  ExportInput,
  exportKeyvault,
  ImportedRow,
  ImportInput,
  importKeyvault,
} from '../../keyvault/transfer.ts'
import { KeyvaultReply, listOf, Nothing, replies } from './schemas.ts'
import { teamOf } from './team.ts'

const tags = ['Keyvault']
const params = z.object({ name: z.string().describe('of the entry') })
/** Some hundred entries, each as long as it may be. */
const MAX_FILE_BYTES = 16 * 1024 * 1024

export const keyvaultRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/keyvault',
    { schema: { tags, summary: 'All entries, by name', response: replies(200, listOf(KeyvaultReply)) } },
    async (request) => ({ items: await listEntries(teamOf(request)) }),
  )

  app.get(
    '/keyvault/:name',
    { schema: { tags, summary: 'One of them', params, response: replies(200, KeyvaultReply) } },
    async (request) => getEntry(teamOf(request), request.params.name),
  )

  app.put(
    '/keyvault/:name',
    {
      schema: {
        tags,
        summary: 'Make an entry, or change it. What is left out stays as it was',
        params,
        body: SetEntryInput.omit({ name: true }),
        response: replies(200, KeyvaultReply),
      },
    },
    async (request) => setEntry(teamOf(request), { ...request.body, name: request.params.name }),
  )

  app.delete(
    '/keyvault/:name',
    {
      schema: {
        tags,
        summary: 'Remove an entry that nothing uses, or any with force',
        params,
        querystring: z.object({
          force: z
            .enum(['true', 'false'])
            .default('false')
            .describe('true: even if that breaks what uses it'),
        }),
        response: replies(204, Nothing),
      },
    },
    async (request, reply) => {
      await removeEntry(teamOf(request), request.params.name, request.query.force === 'true')
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/keyvault/:name/reveal',
    {
      schema: {
        tags,
        summary: 'Show the secret, to API keys with that right',
        params,
        response: replies(200, z.object({ value: z.string() })),
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store')
      return { value: await revealEntry(teamOf(request), request.params.name) }
    },
  )

  app.post(
    '/keyvault/export',
    {
      schema: {
        tags,
        summary: 'All entries under a passphrase, for API keys that may reveal',
        body: ExportInput,
        response: replies(200, KeyvaultFile),
      },
    },
    async (request) => exportKeyvault(teamOf(request), request.body),
  )

  app.post(
    '/keyvault/import',
    {
      bodyLimit: MAX_FILE_BYTES,
      schema: {
        tags,
        summary: 'Bring in what was exported, row by row',
        body: ImportInput,
        response: replies(200, listOf(ImportedRow)),
      },
    },
    async (request) => ({ items: await importKeyvault(teamOf(request), request.body) }),
  )
}
