import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { updateProject } from '../projects/projects.ts'
import { type Life, startLife } from '../testing/life.ts'
import { type MailServer, startMailServer } from '../testing/mail-server.ts'
import { teamMessage, userMessage } from './message.ts'
import { findDueMails, sendMail } from './send.ts'

const WINDOW_MS = 6 * 60_000

let mail: MailServer
let life: Life
beforeEach(async () => {
  mail = await startMailServer()
  life = await startLife({ config: { mail: { smtpUrl: mail.url, from: 'Tenon <tenon@example.com>' } } })
})
afterEach(async () => {
  await life.close()
  await mail.close()
})

/** What the queue would do now. @returns how many attempts were made */
async function tick(): Promise<number> {
  const due = await findDueMails(life.server.services)
  for (const { data } of due) await sendMail(life.server.services, data)
  return due.length
}

async function settings(changes: { alertEmails?: string[]; mailsUsers?: boolean }): Promise<void> {
  await updateProject(life.server.ctx, changes)
}

async function setEmail(user: string, email: string): Promise<void> {
  await life.server.call('sdk/me', { user, method: 'PATCH', json: { meta: { email } } })
}

describe('when a connection needs its user again', () => {
  test('the team gets one mail about all that happened within minutes', async () => {
    await settings({ alertEmails: ['team@example.com', 'ops@example.com'] })
    for (const user of ['user-1', 'user-2', 'user-3']) await life.connect(user)
    for (const user of ['user-1', 'user-2']) await life.lose(user)
    expect(await tick()).toBe(0) // there may be more
    life.server.advance(WINDOW_MS)
    expect(await tick()).toBe(2)
    expect(mail.received.map(({ to }) => to).toSorted()).toEqual([['ops@example.com'], ['team@example.com']])
    const [{ raw, from } = { raw: '', from: '' }] = mail.received
    expect(from).toBe('tenon@example.com')
    expect(raw).toContain('Subject: 2 connections need their users again')
    expect(raw).toContain('Content-Type: text/plain')
    expect(raw).toContain('Content-Type: text/html')
    expect(raw).toContain('Fake, user user-1: the provider refused to renew the sign-in')
    expect(raw).not.toContain('user-3')
    expect(raw).not.toMatch(/\b[ar]t-[\da-f]{8}-/) // tokens of the fake provider
    expect(await tick()).toBe(0)
  })

  test('the user gets one too, where the product wants that and has told an address', async () => {
    await settings({ mailsUsers: true })
    for (const user of ['user-1', 'user-2', 'user-3']) await life.connect(user)
    await setEmail('user-1', 'ada@example.com')
    await setEmail('user-2', 'not an address')
    for (const user of ['user-1', 'user-2', 'user-3']) await life.lose(user)
    life.server.advance(WINDOW_MS)
    await tick()
    expect(mail.received).toMatchObject([{ to: ['ada@example.com'] }])
    expect(mail.received[0]?.raw).toContain('Fake asks you to sign in again.')
    expect(mail.received[0]?.raw).not.toContain('user-2')
  })

  test('a user who changes the address all the time has no strangers mailed', async () => {
    await settings({ mailsUsers: true })
    for (const address of ['ada@example.com', 'stranger-1@example.com', 'stranger-2@example.com']) {
      await life.connect('user-1')
      await setEmail('user-1', address)
      await life.lose('user-1')
      life.server.advance(WINDOW_MS)
      await tick()
    }
    expect(mail.received.map(({ to }) => to)).toEqual([['ada@example.com']])
    life.server.advance(86_400_000)
    await life.connect('user-1')
    await life.lose('user-1')
    life.server.advance(WINDOW_MS)
    await tick()
    expect(mail.received.at(-1)?.to).toEqual(['stranger-2@example.com'])
  })

  test('nobody is mailed while no project asks for it', async () => {
    await life.connect()
    await setEmail('user-1', 'ada@example.com')
    await life.lose()
    life.server.advance(WINDOW_MS)
    expect(await tick()).toBe(0)
  })

  test('a mail server that fails is tried again, and the mail comes once', async () => {
    await settings({ alertEmails: ['team@example.com'] })
    await life.connect()
    await life.lose()
    life.server.advance(WINDOW_MS)
    mail.refuses = true
    await tick()
    expect(mail.received).toEqual([])
    expect(await tick()).toBe(0) // not before its time
    mail.refuses = false
    life.server.advance(60_000)
    const [due] = await findDueMails(life.server.services)
    if (!due) throw new Error('the mail is due')
    await sendMail(life.server.services, due.data)
    await sendMail(life.server.services, due.data)
    expect(mail.received).toHaveLength(1)
  })
})

describe('what a mail says', () => {
  const lost = [
    {
      integration: 'slack',
      userExternalId: '<b>&"',
      reason: 'refresh_rejected' as const,
      at: new Date('2026-03-01T09:00:00Z'),
    },
  ]
  const facts = { product: 'Taskboard', project: 'Production', lost, hasMore: false, nameOf: () => 'Slack' }

  test('is text, and the same as HTML in which names are only text', () => {
    const { subject, text, html } = teamMessage(facts)
    expect(subject).toBe('1 connection needs its user again: Taskboard/Production')
    expect(text).toContain(
      '- Slack, user <b>&": the provider refused to renew the sign-in (2026-03-01T09:00:00.000Z)',
    )
    expect(html).toContain('user &lt;b&gt;&amp;&quot;:')
  })

  test('counts no further than it shows', () => {
    expect(teamMessage({ ...facts, hasMore: true }).subject).toMatch(/^More than 1 connections need/)
  })

  test('to a user names the apps, not the reasons', () => {
    const { subject, text } = userMessage({ ...facts, lost: [...lost, ...lost] })
    expect(subject).toBe('Please reconnect Slack to Taskboard')
    expect(text.match(/Slack asks you/g)).toHaveLength(1)
    expect(text).not.toContain('refused')
  })
})
