import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { defineProvider, type Provider } from '@tenon/providers'
import { type App, startApp } from './app-process.ts'

/** Debian's package. */
const PROGRAM = '/usr/bin/radicale'

export const hasRadicale = existsSync(PROGRAM)

export const USER = { username: 'ada', password: 'Lovelace: 1815 ü' }

/** A CalDAV server (RFC 4791) with one user. */
export function startRadicale(): Promise<App> {
  return startApp({
    readyPath: '/.web/',
    async prepare(folder, port) {
      const users = join(folder, 'users')
      await writeFile(users, `${USER.username}:${USER.password}\n`)
      const settings = {
        config: '',
        'server-hosts': `127.0.0.1:${port}`,
        'auth-type': 'htpasswd',
        'auth-htpasswd-filename': users,
        'auth-htpasswd-encryption': 'plain',
        'auth-delay': '0',
        'storage-filesystem-folder': join(folder, 'collections'),
      }
      return [PROGRAM, ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])]
    },
  })
}

/** How it is reached: HTTP Basic, and a calendar of the user's own. */
export function radicalePage(origin: string): Provider {
  return defineProvider({
    id: 'radicale',
    name: 'Radicale',
    category: 'calendar',
    description: 'Calendars and address books on a server of your own',
    docs: 'https://radicale.org/',
    icon: { simpleIcon: null, color: '#A40000' },
    auth: [
      {
        id: 'basic',
        type: 'entered',
        label: 'User and password',
        inputs: [
          { type: 'TEXT_NO_VARS', id: 'username', title: 'User' },
          { type: 'PASSWORD', id: 'password', title: 'Password' },
          { type: 'TEXT_NO_VARS', id: 'calendar', title: 'Calendar' },
        ],
        help: { text: 'As in your calendar program.', url: 'https://radicale.org/v3.html#clients' },
        placement: { basic: { username: '{{inputs.username}}', password: '{{inputs.password}}' } },
      },
    ],
    api: {
      baseUrl: origin,
      test: { url: '/{{inputs.username}}/{{inputs.calendar}}/' },
      errorPaths: [''], // plain text
      account: { id: { from: 'input', path: 'username' }, label: { from: 'input', path: 'username' } },
    },
    provenance: { confidence: 'verified', checked: {}, recheck: [] },
  })
}
