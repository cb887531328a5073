import { describe, expect, test } from 'vitest'
import { ReauthReason } from './connection.ts'
import { afterEvent, ConnectionEvent, type ConnectionState } from './connection-state.ts'

const states = {
  none: undefined,
  pending: { status: 'pending', reauthReason: null },
  'pending, was broken': { status: 'pending', reauthReason: 'refresh_rejected' },
  active: { status: 'active', reauthReason: null },
  needs_reauth: { status: 'needs_reauth', reauthReason: 'refresh_rejected' },
} satisfies Record<string, ConnectionState | undefined>
type Name = keyof typeof states

/** `next status, what is told`; `–` where the event changes nothing. */
const table: Record<ConnectionEvent, Record<Name, string>> = {
  connected: row('active created', '–', '–', '–', '–'),
  choice_needed: row('pending', 'pending', 'pending', 'active', 'pending'),
  chosen: row('–', 'active created', 'active restored', 'active', 'active restored'),
  reconnected: row('–', 'active created', 'active restored', 'active', 'active restored'),
  imported: row('active created', 'active created', 'active restored', 'active', 'active restored'),
  refreshed: row('–', '–', '–', 'active', 'active restored'),
  refresh_rejected: row('–', '–', '–', 'needs_reauth needs_reauth', '–'),
  refresh_interrupted: row('–', '–', '–', 'needs_reauth needs_reauth', '–'),
  credentials_rejected: row('–', '–', '–', 'needs_reauth needs_reauth', '–'),
  no_refresh_token: row('–', '–', '–', 'needs_reauth needs_reauth', '–'),
  disconnected: row('–', 'none', 'none deleted', 'none deleted', 'none deleted'),
}

function row(none: string, pending: string, broken: string, active: string, needsReauth: string) {
  return { none, pending, 'pending, was broken': broken, active, needs_reauth: needsReauth }
}

const cells = ConnectionEvent.options.flatMap((event) =>
  (Object.keys(states) as Name[]).map((name) => ({ event, name, expected: table[event][name] })),
)

describe('what happens to a connection', () => {
  test.each(cells)('$name, $event: $expected', ({ event, name, expected }) => {
    const transition = afterEvent(states[name], event)
    const said = transition && [transition.to?.status ?? 'none', transition.notice].filter(Boolean).join(' ')
    expect(said ?? '–').toBe(expected)
  })

  test('the reason is kept from when its user is needed until it works again', () => {
    for (const reason of ReauthReason.options) {
      const broken = afterEvent(states.active, reason)?.to
      expect(broken).toEqual({ status: 'needs_reauth', reauthReason: reason })
      const pending = afterEvent(broken, 'choice_needed')?.to
      expect(pending).toEqual({ status: 'pending', reauthReason: reason })
      expect(afterEvent(pending, 'choice_needed')?.to).toEqual(pending)
      expect(afterEvent(pending, 'chosen')).toMatchObject({
        to: { status: 'active', reauthReason: null },
        notice: 'restored',
      })
    }
  })

  test('everything is recorded but refreshes that change nothing else', () => {
    const unrecorded = cells.filter(
      ({ event, name }) => afterEvent(states[name], event)?.isRecorded === false,
    )
    expect(unrecorded).toEqual([{ event: 'refreshed', name: 'active', expected: 'active' }])
  })
})
