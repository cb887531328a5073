import { generateKeyPairSync, getRandomValues, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
// The one folder that both of us work in, whoever makes it first.
import { makeFolder } from '../../server/src/make-folder.ts'

/** What Taskboard and its project share with Tenon. Made on the first start, kept in the demo's folder. */
export interface DemoSecrets {
  projectId: string
  /** Signs Taskboard's user tokens: PEM, PKCS #8. */
  signingKey: string
  /** Checks them: PEM, SPKI. */
  publicKey: string
  /** Opens Tenon's team API for the project. */
  apiKey: string
  clientId: string
  clientSecret: string
}

/** Reads the demo's secrets, or makes them; the file is for its owner only. @throws EACCES and the like */
export function openSecrets(folder: string): DemoSecrets {
  const path = join(folder, 'secrets.json')
  makeFolder(folder)
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as DemoSecrets
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const secrets = makeSecrets()
  writeFileSync(path, JSON.stringify(secrets, undefined, 2), { mode: 0o600 })
  return secrets
}

function makeSecrets(): DemoSecrets {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  return {
    projectId: uuidv7(Date.now()),
    signingKey: privateKey,
    publicKey,
    apiKey: `tenon_${randomBytes(32).toString('base64url')}`,
    clientId: 'taskboard',
    clientSecret: randomBytes(32).toString('base64url'),
  }
}

/** RFC 9562 §5.7: 48 bits of milliseconds, version, variant, and the rest by chance. */
function uuidv7(nowMs: number): string {
  const bytes = getRandomValues(Buffer.alloc(16))
  bytes.writeUIntBE(nowMs, 0, 6)
  bytes.writeUInt8(0x70 | (bytes.readUInt8(6) & 0x0f), 6)
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
