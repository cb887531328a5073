import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineProvider, type Provider } from '@tenon/providers'
import { type App, startApp } from './app-process.ts'

/** Put there by `scripts/lib/real-apps.mjs`. */
const FOLDER = fileURLToPath(new URL('../../node_modules/.cache/verdaccio/', import.meta.url))
const PROGRAM = join(FOLDER, 'node_modules/verdaccio/bin/verdaccio')

export const hasVerdaccio = existsSync(PROGRAM)

/** Its way to say that nobody signs up by themselves. */
const NO_NEW_USERS = -1

/** A registry of npm packages that has no other registry behind it. */
export async function startVerdaccio(users: Record<string, string>): Promise<App> {
  return startApp({
    readyPath: '/-/ping',
    async prepare(folder, port) {
      await setPasswords({ folder }, users)
      const settings = {
        storage: join(folder, 'storage'),
        auth: { htpasswd: { file: join(folder, 'htpasswd'), max_users: NO_NEW_USERS } },
        packages: { '**': { access: '$authenticated', publish: '$authenticated' } },
        log: { type: 'stdout', format: 'json', level: 'error' },
      }
      const file = join(folder, 'config.yaml') // JSON is YAML
      await writeFile(file, JSON.stringify(settings))
      return [process.execPath, PROGRAM, '--config', file, '--listen', `127.0.0.1:${port}`]
    },
  })
}

/** A token is good for as long as the password is that it was given for: another one revokes it. */
export async function setPasswords(
  { folder }: Pick<App, 'folder'>,
  users: Record<string, string>,
): Promise<void> {
  const hash = (password: string) => createHash('sha1').update(password).digest('base64')
  const lines = Object.entries(users).map(([name, password]) => `${name}:{SHA}${hash(password)}\n`)
  await writeFile(join(folder, 'htpasswd'), lines.join(''))
}

/** How it is reached: with a token that the user brings along, or one that name and password buy. */
export function verdaccioPage(origin: string): Provider {
  const help = { text: 'As in your .npmrc.', url: 'https://verdaccio.org/docs/authentication' }
  return defineProvider({
    id: 'verdaccio',
    name: 'Verdaccio',
    category: 'developer tools',
    description: 'npm packages on a registry of your own',
    docs: 'https://verdaccio.org/docs/',
    icon: { simpleIcon: null, color: '#405236' },
    auth: [
      {
        id: 'token',
        type: 'entered',
        label: 'Token',
        inputs: [{ type: 'PASSWORD', id: 'token', title: 'Token' }],
        help,
        placement: { headers: { Authorization: 'Bearer {{inputs.token}}' } },
      },
      {
        id: 'login',
        type: 'two_step',
        label: 'Name and password',
        inputs: [
          { type: 'TEXT_NO_VARS', id: 'username', title: 'Name' },
          { type: 'PASSWORD', id: 'password', title: 'Password' },
        ],
        help,
        exchange: {
          method: 'PUT',
          url: `${origin}/-/user/org.couchdb.user:{{inputs.username}}`,
          basic: { username: '{{inputs.username}}', password: '{{inputs.password}}' },
          body: { as: 'json', fields: { name: '{{inputs.username}}', password: '{{inputs.password}}' } },
          tokenPath: 'token',
          messagePaths: ['error'],
        },
        placement: { headers: { Authorization: 'Bearer {{token.access_token}}' } },
      },
    ],
    api: {
      baseUrl: origin,
      test: { url: '/-/npm/v1/user' },
      account: { id: 'name', label: 'name' },
      errorPaths: ['message', 'error'],
    },
    provenance: { confidence: 'verified', checked: {}, recheck: [] },
  })
}
