import { expect, test } from 'vitest'
import { readWrk } from './load.ts'

const OUTPUT = `Running 3s test @ http://127.0.0.1:40191/
  1 threads and 64 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     2.29ms    5.83ms  64.28ms   93.13%
  Latency Distribution
     50%  553.00us
     75%    1.02ms
     90%    4.71ms
     99%    1.20s
  238381 requests in 3.01s, 115.03MB read
Requests/sec:  79242.81
`

test('reads what wrk prints, whatever the unit', () => {
  expect(readWrk(OUTPUT)).toEqual({ requestsPerSecond: 79242.81, p50Ms: 0.553, p99Ms: 1200 })
})

test('a load that met failures is no result', () => {
  expect(() => readWrk(`${OUTPUT}  Non-2xx or 3xx responses: 5\n`)).toThrow('5')
  expect(() => readWrk(`${OUTPUT}  Socket errors: connect 0, read 3, write 0, timeout 0\n`)).toThrow('read 3')
})
