import type { Input } from '@tenon/core'
import { describe, expect, it } from 'vitest'
import {
  isUnsaved,
  openForm,
  standingRefusals,
  toSend,
  unsavedValues,
  visibleProblems,
  withAttempt,
  withRefusal,
  withSaved,
  withValue,
  withVisit,
} from './form-state.ts'

const inputs: Input[] = [
  { type: 'TEXT_NO_VARS', id: 'channel', title: 'Channel', pattern: '^#' },
  { type: 'NUMBER', id: 'limit', title: 'Limit', required: false },
  { type: 'SWITCH', id: 'notify', title: 'Notify', defaultValue: true },
  { type: 'COPYABLE_BUTTON_INPUT', id: 'url', title: 'Webhook', defaultValue: 'https://…' },
]

it('shows a refusal for as long as the refused value is there', () => {
  const refused = withRefusal(openForm(inputs, { channel: '#sales' }), { channel: 'No such channel' })
  expect(standingRefusals(refused)).toEqual({ channel: 'No such channel' })
  expect(standingRefusals(withValue(refused, 'limit', '3'))).toEqual({ channel: 'No such channel' })
  expect(standingRefusals(withValue(refused, 'channel', '#help'))).toEqual({})
})

describe('problems', () => {
  it('stay unseen until the user has been in the field or tried to send', () => {
    const form = openForm(inputs, {})
    expect(visibleProblems(form)).toEqual({})
    expect(visibleProblems(withVisit(withValue(form, 'channel', 'general'), 'channel'))).toEqual({
      channel: 'pattern',
    })
    expect(visibleProblems(withAttempt(form))).toEqual({ channel: 'required' })
  })

  it('are not made of passing through an empty field', () => {
    expect(visibleProblems(withVisit(openForm(inputs, {}), 'channel'))).toEqual({})
  })
})

it('sends numbers as numbers, without pasted spaces, empty values and what is only there to be copied', () => {
  const form = withValue(withValue(openForm(inputs, {}), 'channel', ' #sales \n'), 'limit', '12')
  expect(toSend(form)).toEqual({ channel: '#sales', limit: 12, notify: true })
  expect(toSend(withValue(form, 'limit', ' '))).toEqual({ channel: '#sales', notify: true })
})

describe('what is unsaved', () => {
  const stored = { channel: '#sales', limit: 5, notify: true }

  it('is what differs from the server, taken-away values as null', () => {
    const form = openForm(inputs, stored)
    expect([isUnsaved(form), unsavedValues(form)]).toEqual([false, {}])
    expect(unsavedValues(withValue(form, 'limit', ''))).toEqual({ limit: null })
    expect(isUnsaved(withValue(form, 'limit', '5'))).toBe(false)
  })

  it('is nothing while only defaults differ, but they are sent along with a change', () => {
    const form = openForm(inputs, { channel: '#sales' })
    expect(isUnsaved(form)).toBe(false)
    expect(unsavedValues(withValue(form, 'limit', '3'))).toEqual({ limit: 3, notify: true })
  })

  it('includes what was typed while the save was under way', () => {
    const typed = withValue(openForm(inputs, stored), 'channel', '#support')
    const meanwhile = withSaved(withValue(typed, 'channel', '#help'), unsavedValues(typed))
    expect([isUnsaved(meanwhile), unsavedValues(meanwhile)]).toEqual([true, { channel: '#help' }])
  })
})
