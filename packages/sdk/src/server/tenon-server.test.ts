import { generateKeyPairSync, verify } from 'node:crypto'
import { PERMISSIONS_CLAIM } from '@tenon/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sendJson } from '../testing/http.ts'
import { connected, PROJECT_ID } from '../testing/project.ts'
import { sendFailure, startWireServer, type WireServer } from '../testing/wire-server.ts'
import { createTenonServer, TenonError, type TenonServer, type TenonServerOptions } from './index.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const signingKey = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

let wire: WireServer
let tenon: TenonServer

beforeEach(async () => {
  wire = await startWireServer()
  tenon = create()
})
afterEach(() => wire.close())

function create(options: Partial<TenonServerOptions> = {}): TenonServer {
  return createTenonServer({ host: wire.origin, projectId: PROJECT_ID, signingKey, ...options })
}

function read(token: string) {
  const [header = '', payload = '', signature = ''] = token.split('.')
  const isSigned = verify(
    'sha256',
    Buffer.from(`${header}.${payload}`),
    publicKey,
    Buffer.from(signature, 'base64url'),
  )
  const parse = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
  return { isSigned, header: parse(header), claims: parse(payload) }
}

describe('signUserToken', () => {
  it('says who the user is, for whom, and until when, signed with RS256', async () => {
    const before = Math.floor(Date.now() / 1000)
    const { isSigned, header, claims } = read(await tenon.signUserToken({ userId: 'user-ö' }))
    expect(isSigned).toBe(true)
    expect(header).toEqual({ alg: 'RS256', typ: 'JWT' })
    expect(claims).toEqual({
      sub: 'user-ö',
      aud: `${new URL(wire.origin).host}/${PROJECT_ID}`,
      iat: claims.iat,
      exp: claims.iat + 3600,
    })
    expect(claims.iat - before).toBeLessThanOrEqual(1)
  })

  it('names the key, the public host, metadata and permissions when they are given', async () => {
    tenon = create({ keyId: 'key-1', publicHost: 'https://connect.example.com/' })
    const permissions = { 'integration:*': ['credential:read'], 'integration:slack': true }
    const metadata = { Email: 'a@b.c' }
    const token = await tenon.signUserToken({ userId: 'u', expiresInSeconds: 60, metadata, permissions })
    const { header, claims } = read(token)
    expect(header.kid).toBe('key-1')
    expect(claims).toMatchObject({
      aud: `connect.example.com/${PROJECT_ID}`,
      exp: claims.iat + 60,
      [PERMISSIONS_CLAIM]: permissions,
      'urn:tenon:connect:metadata': metadata,
    })
  })

  it('refuses what no server would accept', async () => {
    await expect(tenon.signUserToken({ userId: '' })).rejects.toThrow(TypeError)
    await expect(tenon.signUserToken({ userId: 'u', expiresInSeconds: 0 })).rejects.toThrow(TypeError)
  })
})

describe('asUser', () => {
  it('calls a provider as the user, signing one token for many calls', async () => {
    const user = tenon.asUser('user-1')
    expect(await user.request('slack', '/chat.postMessage', { body: { text: 'hi' } }).json()).toEqual({
      text: 'hi',
    })
    await tenon.asUser('user-1').event('task.created', {})
    const tokens = new Set(wire.received.map(({ headers }) => headers.authorization))
    expect(tokens.size).toBe(1)
    expect(read(String([...tokens][0]).replace('Bearer ', '')).claims.sub).toBe('user-1')
  })

  it('keeps users apart', async () => {
    expect((await tenon.asUser('a').getUser()).userId).toBe('a')
    expect((await tenon.asUser('b').getUser()).userId).toBe('b')
  })

  it('lists, describes and disconnects', async () => {
    const { id } = connected(wire.project, 'slack', { externalId: 'acme' })
    const user = tenon.asUser('user-1')
    expect((await user.getIntegrations()).map(({ slug }) => slug)).toContain('custom.tasklab')
    await user.setUserMetadata({ name: 'Ada' })
    expect((await user.getUser()).meta).toEqual({ Name: 'Ada' })
    await user.uninstallIntegration('slack', { selectedCredentialId: 'acme' })
    expect(wire.received.find(({ method }) => method === 'DELETE')?.headers['x-paragon-credential']).toBe(id)
    await expect(user.uninstallIntegration('slack')).rejects.toMatchObject({ code: 'connection_missing' })
  })

  it('rejects with Tenon’s own failures', async () => {
    wire.intercept = (_, response) => {
      sendFailure(response, 404, 'connection_missing', 'This user has not connected Slack')
      return true
    }
    const error = await tenon
      .asUser('u')
      .request('slack', '/')
      .catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(TenonError)
    expect(error).toMatchObject({ code: 'connection_missing', requestId: 'req-1' })
  })
})

describe('team', () => {
  it('sends the API key and JSON, and gives the parsed answer', async () => {
    wire.intercept = ({ path }, response) => {
      if (!path.startsWith('/api/v1')) return false
      if (path.endsWith('/gone')) response.writeHead(204).end()
      else sendJson(response, 200, { items: [] })
      return true
    }
    tenon = create({ apiKey: 'tk_1' })
    expect(await tenon.team.request('POST', '/things', { name: 'n' })).toEqual({ items: [] })
    expect(await tenon.team.request('DELETE', '/gone')).toBeUndefined()
    expect(wire.received[0]).toMatchObject({
      path: '/api/v1/things',
      headers: { authorization: 'Bearer tk_1', 'content-type': 'application/json' },
    })
    expect(JSON.parse(wire.received[0]?.body.toString() ?? '')).toEqual({ name: 'n' })
  })

  it('rejects with the server’s failure, and without a key before asking', async () => {
    wire.intercept = (_, response) => {
      sendFailure(response, 401, 'unauthenticated', 'There is no such API key')
      return true
    }
    tenon = create({ apiKey: 'tk_1' })
    await expect(tenon.team.getProject()).rejects.toMatchObject({ code: 'unauthenticated', status: 401 })
    await expect(create().team.getProject()).rejects.toThrow(TypeError)
    await wire.close()
    await expect(tenon.team.getProject()).rejects.toMatchObject({ code: 'network_error' })
  })

  it('has a method for each thing it can do', async () => {
    const asked: string[] = []
    wire.intercept = ({ method, url }, response) => {
      asked.push(`${method} ${url.replace('/api/v1', '')}`)
      sendJson(response, 200, { items: [] })
      return true
    }
    const { team } = create({ apiKey: 'tk_1' })
    await team.getProject()
    await team.updateProject({ wrapsRestAnswers: true })
    expect(await team.listSigningKeys()).toEqual([])
    await team.generateSigningKey({ name: 'n' })
    await team.uploadSigningKey({ name: 'n', publicKey: 'pem' })
    await team.revokeSigningKey('k/../1')
    expect(await team.listIntegrations()).toEqual([])
    await team.getIntegration('custom.tasklab')
    await team.switchOnIntegration('slack', { clientId: 'c' })
    await team.switchOffIntegration('slack')
    expect(await team.listUsers({ externalId: 'a b', limit: 10 })).toEqual({ items: [] })
    await team.getUser('u1')
    await team.deleteUser('u1')
    await team.listConnections()
    await team.getConnection('c1')
    await team.disconnect('c1')
    expect(asked).toEqual([
      'GET /project',
      'PATCH /project',
      'GET /signing-keys',
      'POST /signing-keys/generate',
      'POST /signing-keys',
      'POST /signing-keys/k%2F..%2F1/revoke',
      'GET /integrations',
      'GET /integrations/custom.tasklab',
      'PUT /integrations/slack',
      'POST /integrations/slack/switch-off',
      'GET /users?externalId=a+b&limit=10',
      'GET /users/u1',
      'DELETE /users/u1',
      'GET /connections',
      'GET /connections/c1',
      'DELETE /connections/c1',
    ])
  })
})

it('cannot be created with what does not work', () => {
  expect(() => create({ signingKey: 'nonsense' })).toThrow('signingKey is not a private key')
  expect(() => create({ projectId: '' })).toThrow('projectId')
})
