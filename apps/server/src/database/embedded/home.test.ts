import { expect, test } from 'vitest'
import { describeElsewhere } from './home.ts'

const dataDir = '/root/tenon/.tenon'

test('says where the database is, and how to move it', () => {
  const pointedTo = '/var/lib/tenon/tenon-data-1'
  expect(describeElsewhere({ dataDir, pointedTo, user: 'postgres', closed: '/root' })).toBe(
    'THE DATABASE IS IN /var/lib/tenon/tenon-data-1, NOT IN /root/tenon/.tenon: the user "postgres" cannot enter /root. ' +
      'To move it, stop Tenon and run: chmod o+x /root && ' +
      'mv /var/lib/tenon/tenon-data-1/postgres /root/tenon/.tenon/ && rm /root/tenon/.tenon/postgres-folder',
  )
})

test('an earlier start may have put it where it need not be', () => {
  const pointedTo = '/var/lib/tenon/tenon-data-1'
  expect(describeElsewhere({ dataDir, pointedTo, closed: undefined })).toMatch(
    /: an earlier start put it there\. To move it, stop Tenon and run: mv /,
  )
})

test.each(['/tmp/tenon-data-1', '/private/tmp/tenon-data-1', '/var/tmp/tenon-data-1'])(
  'in %s it may be lost',
  (pointedTo) => {
    expect(describeElsewhere({ dataDir, pointedTo, closed: undefined })).toMatch(
      'MAY BE LOST AT THE NEXT REBOOT',
    )
  },
)
