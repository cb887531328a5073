import { paragon } from '@useparagon/connect'
import { api } from './api.ts'
import type { ContactPage } from './crm.ts'
import source from './paragon.ts?raw'

const HOSTS = 'ZEUS HERMES WORKER_PROXY CONNECT DASHBOARD CDN PASSPORT API_TRIGGER_KIT'.split(' ')

/** Tells Paragon's SDK that all of its services are one: Tenon. */
function useTenon(host: string): void {
  const urls = Object.fromEntries(HOSTS.map((name) => [`${name}_PUBLIC_URL`, host]))
  paragon.configureGlobal({ host: new URL(host).host }, { ...urls, PASSPORT_PRODUCTION_URL: host })
}

async function signIn(): Promise<void> {
  const { tenon } = await api.session()
  useTenon(tenon.host)
  const token = await fetch('/api/user-token', { method: 'POST' }).then((response) => response.text())
  await paragon.authenticate(tenon.projectId, token)
}

async function showContacts(): Promise<void> {
  const user = paragon.getUser()
  const isConnected = user.authenticated && Boolean(user.integrations.sandbox?.enabled)
  part('disconnect').hidden = !isConnected
  part('contacts').hidden = !isConnected
  if (!isConnected) return say('Not connected yet: press the button, continue as Ada, and allow access.')
  const path = '/contacts?limit=10'
  const { data, total } = (await paragon.request('sandbox', path, {
    method: 'GET',
    body: undefined,
  })) as ContactPage
  say(`${data.length} of ${total} contacts`)
  part('contacts').replaceChildren(
    ...data.map(({ name, email }) => {
      const row = document.createElement('li')
      row.textContent = `${name} · ${email}`
      return row
    }),
  )
}

function part(id: string): HTMLElement {
  const element = document.getElementById(id)
  if (!element) throw new Error(`The page has no #${id}`)
  return element
}

function say(text: string): void {
  part('status').textContent = text
}

function attempt(work: () => unknown): () => Promise<void> {
  return async () => {
    try {
      await work()
    } catch (error) {
      say(messageOf(error))
    }
  }
}

/** Paragon's SDK puts the server's whole answer into the message. */
function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  try {
    return JSON.parse(text).message
  } catch {
    return text
  }
}

part('source').textContent = source
part('connect').onclick = attempt(() => paragon.connect('sandbox', { onInstall: attempt(showContacts) }))
part('disconnect').onclick = attempt(() => paragon.uninstallIntegration('sandbox').then(showContacts))
await attempt(async () => {
  await signIn()
  part('connect').toggleAttribute('disabled', false)
  await showContacts()
})()
