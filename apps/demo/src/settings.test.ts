import { expect, test } from 'vitest'
import { readSettings } from './settings.ts'

test('everything has a default', () => {
  expect(readSettings({}, '/srv')).toStrictEqual({
    serverPort: 4400,
    taskboardPort: 4401,
    sandboxPort: 4402,
    publicUrl: 'http://localhost:4400',
    folder: '/srv/.tenon/demo',
    outboundAllow: 'localhost:4402,127.0.0.1:4402',
  })
})

test('ports, the data folder and the public address can be set; empty counts as absent', () => {
  const env = {
    PORT: '5000',
    SANDBOX_PORT: '5002',
    TASKBOARD_PORT: '',
    TENON_DATA_DIR: '/data',
    TENON_PUBLIC_URL: 'https://connect.example.com',
    TENON_OUTBOUND_ALLOW: '10.0.0.0/8',
  }
  expect(readSettings(env, '/srv')).toMatchObject({
    serverPort: 5000,
    taskboardPort: 4401,
    publicUrl: 'https://connect.example.com',
    folder: '/data/demo',
    outboundAllow: '10.0.0.0/8,localhost:5002,127.0.0.1:5002',
  })
})

test.each(['http', '0', '65536', '1.5'])(
  'a port of %s is refused in one line that says what to set',
  (value) => {
    expect(() => readSettings({ SANDBOX_PORT: value }, '/')).toThrow(
      'SANDBOX_PORT must be a port from 1 to 65535',
    )
  },
)
