import { createSign, generateKeyPairSync } from 'node:crypto'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../servers/listen.ts'
import { type StartTarget, spawnOn, stop, untilAnswering } from './target.ts'

const SERVER = fileURLToPath(new URL('../../apps/server/src/', import.meta.url))
const PROJECT_ID = '01980000-0000-7000-8000-00000000be7c'

/**
 * Tenon as it is shipped, on its embedded database: a signed user token, a connection by API key, the sandbox's page
 * with the upstream in the sandbox's place. The one file that knows how Tenon is started and called.
 */
export const tenon: StartTarget = async (upstream, core) => {
  const folder = await mkdtemp(join(tmpdir(), 'tenon-bench-'))
  await chmod(folder, 0o711) // started by root, PostgreSQL's own user has to pass
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const provisionFile = join(folder, 'provision.json')
  await writeFile(
    provisionFile,
    JSON.stringify({
      projects: [projectOf(upstream, publicKey.export({ type: 'spki', format: 'pem' }).toString())],
    }),
  )
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const child = spawnOn(
    core,
    [process.execPath, '--import', `${SERVER}fast-imports.ts`, `${SERVER}main.ts`],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        PORT: String(port),
        TENON_PUBLIC_URL: origin,
        TENON_DATA_DIR: join(folder, 'data'),
        TENON_PROVISION: provisionFile,
        TENON_OUTBOUND_ALLOW: new URL(upstream).host,
        TENON_LOG_LEVEL: 'warn',
      },
    },
  )
  await untilAnswering(`${origin}/ready`, child)
  const headers = { authorization: `Bearer ${userToken(privateKey)}` }
  await connectByKey(`${origin}/projects/${PROJECT_ID}/sdk`, headers)
  return {
    name: 'tenon',
    baseUrl: `${origin}/projects/${PROJECT_ID}/sdk/proxy/sandbox/`,
    headers,
    pid: child.pid,
    async close() {
      await stop(child)
      await rm(folder, { recursive: true })
    },
  }
}

function projectOf(upstream: string, publicKey: string): object {
  return {
    product: 'Bench',
    name: 'Bench',
    id: PROJECT_ID,
    signingKeys: [{ name: 'bench', publicKey }],
    integrations: [{ provider: 'sandbox', variables: { origin: upstream } }],
  }
}

function userToken(privateKey: Parameters<ReturnType<typeof createSign>['sign']>[0]): string {
  const now = Math.floor(Date.now() / 1000)
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ sub: 'bench', iat: now, exp: now + 86_400 })}`
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`
}

async function connectByKey(sdkUrl: string, headers: Record<string, string>): Promise<void> {
  const listed = await fetch(`${sdkUrl}/integrations`, { headers })
  const [integration] = (await listed.json()) as { id: string }[]
  const answer = await fetch(`${sdkUrl}/credentials`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({
      integrationId: integration?.id,
      config: {},
      payload: { api_key: 'sk_sandbox_bench' },
      installOptions: { accountType: 'api_key' },
    }),
  })
  if (!answer.ok) throw new Error(`Tenon could not be connected: ${answer.status} ${await answer.text()}`)
}
