import type { SigningKeyId } from '@tenon/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  GenerateSigningKeyInput,
  generateSigningKey,
  listSigningKeys,
  revokeSigningKey,
  UploadSigningKeyInput,
  uploadSigningKey,
} from '../../projects/signing-keys.ts'
import { idOf, listOf, replies, SigningKeyReply } from './schemas.ts'
import { teamOf } from './team.ts'

const tags = ['Signing keys']

const GeneratedReply = SigningKeyReply.extend({
  privateKey: z.string().describe('PKCS #8 PEM, shown this once: keep it on your server'),
})

export const signingKeyRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/signing-keys',
    { schema: { tags, summary: 'List, revoked ones too', response: replies(200, listOf(SigningKeyReply)) } },
    async (request) => ({ items: await listSigningKeys(teamOf(request)) }),
  )

  app.post(
    '/signing-keys',
    {
      schema: {
        tags,
        summary: 'Upload a public key',
        body: UploadSigningKeyInput,
        response: replies(201, SigningKeyReply),
      },
    },
    async (request, reply) => reply.code(201).send(await uploadSigningKey(teamOf(request), request.body)),
  )

  app.post(
    '/signing-keys/generate',
    {
      schema: {
        tags,
        summary: 'Generate a key pair',
        body: GenerateSigningKeyInput,
        response: replies(201, GeneratedReply),
      },
    },
    async (request, reply) => {
      const { key, privateKey } = await generateSigningKey(teamOf(request), request.body)
      return reply.code(201).send({ ...key, privateKey })
    },
  )

  app.post(
    '/signing-keys/:id/revoke',
    {
      schema: {
        tags,
        summary: 'Revoke at once: user tokens that it signed are refused from now on',
        params: idOf<SigningKeyId>(),
        response: replies(200, SigningKeyReply),
      },
    },
    async (request) => revokeSigningKey(teamOf(request), request.params.id),
  )
}
