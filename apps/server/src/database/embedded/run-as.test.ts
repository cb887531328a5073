import { expect, test } from 'vitest'
import { parsePasswd, pickUser } from './run-as.ts'

const DEBIAN = [
  'root:x:0:0:root:/root:/bin/bash',
  'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin',
  'postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash',
]
const MACOS = [
  '# User Database',
  'nobody:*:-2:-2:Unprivileged User:/var/empty:/usr/bin/false',
  'root:*:0:0::/:/bin/sh',
]

test("prefers PostgreSQL's own user", () => {
  expect(pickUser(parsePasswd(DEBIAN.join('\n')))).toEqual({ name: 'postgres', uid: 101, gid: 104 })
})

test('falls back to nobody, also with the ids that macOS writes', () => {
  expect(pickUser(parsePasswd(MACOS.join('\n')))).toEqual({
    name: 'nobody',
    uid: 4294967294,
    gid: 4294967294,
  })
})

test('never picks root, nor somebody who owns files', () => {
  expect(pickUser(parsePasswd('postgres:x:0:0:::\nada:x:1000:1000:::'))).toBeUndefined()
})
