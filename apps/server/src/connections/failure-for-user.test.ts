import { AppError, type ErrorCode } from '@tenon/core'
import { findProvider, type Provider } from '@tenon/providers'
import { expect, test } from 'vitest'
import { inUserWords, namesHost } from './failure-for-user.ts'

const about = (id: string) => {
  const provider = findProvider(id) as Provider
  const [auth] = provider.auth
  if (!auth) throw new TypeError(`no kind of ${id}`)
  return { provider, auth, product: 'Taskboard' }
}

test.each<ErrorCode>(['not_configured', 'client_rejected', 'host_not_allowed'])(
  '%s of an integration says that its team is not done, and no more',
  (code) => {
    const told = inUserWords(
      new AppError(code, 'set TENON_X of 10.0.0.7', { meta: { host: '10.0.0.7' } }),
      about('slack'),
    )
    expect(told).toMatchObject({
      code: 'integration_incomplete',
      message: 'Taskboard has not finished setting up Slack. Please tell its team',
      meta: undefined,
      cause: { code },
    })
  },
)

test.each<ErrorCode>([
  'upstream_unreachable',
  'upstream_dns_failed',
  'upstream_tls_failed',
  'upstream_reset',
  'upstream_timeout',
  'upstream_stalled',
  'upstream_protocol_error',
  'upstream_response_too_large',
])('%s keeps its code and names the provider, not its host', (code) => {
  const told = inUserWords(new AppError(code, 'https://slack.com failed'), about('slack'))
  expect(told).toMatchObject({ code, message: expect.stringMatching(/^Slack (?!.*https:)/) })
})

test('a name that could not be resolved just now is not said to be wrong', () => {
  const cause = Object.assign(new Error(), { code: 'EAI_AGAIN', hostname: 'feeds.example' })
  const told = inUserWords(new AppError('upstream_dns_failed', '', { cause }), about('rss'))
  expect(told).toMatchObject({ code: 'upstream_dns_failed' })
})

test('what is in words for the user already stays', () => {
  for (const failure of [new AppError('invalid_credentials', 'Slack says: no'), new Error('a bug')])
    expect(inUserWords(failure, about('slack'))).toBe(failure)
})

test.each<ErrorCode>(['upstream_unreachable', 'upstream_timeout'])(
  '%s of a store that an administrator activates us in is a wrong address',
  (code) => {
    expect(inUserWords(new AppError(code, ''), about('magento'))).toMatchObject({
      code: 'invalid_credentials',
      message: expect.stringContaining('does not answer at the address that you entered'),
    })
  },
)

test('the user names the host of a feed, and of no API whose host is the vendor’s', () => {
  expect(namesHost(about('rss'))).toBe(true)
  expect(namesHost(about('quickbooks'))).toBe(false)
})
