import { paragon } from '@useparagon/connect'
import { connectSteps } from '../../first-steps.ts'
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
  part('steps').hidden = isConnected
  if (!isConnected) return say('Not connected yet. What you press, in this order:')
  const path = '/contacts?limit=10'
  const { data, total } = (await paragon.request('sandbox', path, {
    method: 'GET',
    body: undefined,
  })) as ContactPage
  say(`${data.length} of ${total} contacts`)
  part('contacts').replaceChildren(
    ...data.map(({ name, email }) => element('li', element('strong', name), element('small', email))),
  )
}

/** Whether the user means it, too. */
async function confirmed(): Promise<boolean> {
  const question = part('question') as HTMLDialogElement
  question.returnValue = ''
  question.showModal()
  await new Promise((resolve) => question.addEventListener('close', resolve, { once: true }))
  return question.returnValue === 'disconnect'
}

async function disconnect(): Promise<void> {
  if (!(await confirmed())) return
  await paragon.uninstallIntegration('sandbox')
  await showContacts()
}

function element(name: string, ...content: (Node | string)[]): HTMLElement {
  const made = document.createElement(name)
  made.append(...content)
  return made
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
part('steps').append(...connectSteps.map((step) => element('li', step)))
part('connect').onclick = attempt(() => paragon.connect('sandbox', { onInstall: attempt(showContacts) }))
part('disconnect').onclick = attempt(disconnect)
await attempt(async () => {
  await signIn()
  part('connect').toggleAttribute('disabled', false)
  await showContacts()
})()
