import { AppError } from '@tenon/core'
import Fastify from 'fastify'
import { describe, expect, onTestFinished, test } from 'vitest'
import { handleErrors } from './http/errors.ts'
import { createMetrics, type Metrics, measureRequests } from './metrics.ts'

async function samples(metrics: Metrics, name: string): Promise<string[]> {
  return (await metrics.text()).split('\n').filter((line) => line.startsWith(name))
}

function startApp(metrics: Metrics) {
  const app = Fastify()
  onTestFinished(() => app.close())
  measureRequests(app, metrics)
  handleErrors(app, 'connect')
  app.get('/projects/:projectId', async () => ({}))
  app.get('/hijacked', (_request, reply) => {
    reply.hijack()
    reply.raw.writeHead(206).end()
  })
  app.get('/refused', async () => {
    throw new AppError('unauthenticated', 'x', { meta: { reason: 'signature' } })
  })
  return app
}

describe('metrics of requests', () => {
  test('go by pattern, method and class of status, and never by the path asked for', async () => {
    const metrics = createMetrics()
    const app = startApp(metrics)
    for (const url of ['/projects/1', '/projects/2?userToken=secret', '/hijacked', '/nowhere/secret'])
      await app.inject(url)
    const counts = await samples(metrics, 'tenon_http_request_duration_seconds_count')
    expect(counts).toEqual([
      'tenon_http_request_duration_seconds_count{method="GET",route="/projects/:projectId",status="2xx"} 2',
      'tenon_http_request_duration_seconds_count{method="GET",route="/hijacked",status="2xx"} 1',
      'tenon_http_request_duration_seconds_count{method="GET",route="none",status="4xx"} 1',
    ])
    expect(await metrics.text()).not.toContain('secret')
  })

  test('count refused tokens by reason', async () => {
    const metrics = createMetrics()
    const app = startApp(metrics)
    await app.inject('/refused')
    expect(await samples(metrics, 'tenon_refused_tokens_total')).toEqual([
      'tenon_refused_tokens_total{reason="signature"} 1',
    ])
  })
})

test('proxy calls are counted by provider, class of status and outcome', async () => {
  const metrics = createMetrics()
  metrics.countProxyCall('slack', 200, 'answered')
  metrics.countProxyCall('slack', 204, 'answered')
  metrics.countProxyCall('slack', undefined, 'upstream_timeout')
  metrics.countTokenRefresh('slack', 'refreshed')
  expect(await samples(metrics, 'tenon_proxy_calls_total')).toEqual([
    'tenon_proxy_calls_total{provider="slack",status="2xx",outcome="answered"} 2',
    'tenon_proxy_calls_total{provider="slack",status="none",outcome="upstream_timeout"} 1',
  ])
  expect(await samples(metrics, 'tenon_token_refreshes_total')).toEqual([
    'tenon_token_refreshes_total{provider="slack",outcome="refreshed"} 1',
  ])
})

test('pool and caches are looked at when the metrics are read', async () => {
  const metrics = createMetrics()
  const pool = { totalCount: 3, idleCount: 1, waitingCount: 0 }
  metrics.watchPool(pool)
  metrics.watchCaches(() => ({ projects: pool.totalCount }))
  pool.waitingCount = 4
  expect(await samples(metrics, 'tenon_database_connections')).toEqual([
    'tenon_database_connections{state="busy"} 2',
    'tenon_database_connections{state="idle"} 1',
    'tenon_database_connections{state="waiting"} 4',
  ])
  expect(await samples(metrics, 'tenon_cache_entries')).toEqual(['tenon_cache_entries{cache="projects"} 3'])
})

test('what happens on every proxied call costs next to nothing', () => {
  const metrics = createMetrics()
  const call = () => {
    metrics.countProxyCall('slack', 200, 'answered')
    metrics.observeRequest('GET', '/projects/:projectId', 200, 3)
  }
  const roundsUs = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage()
    for (let n = 0; n < 20_000; n++) call()
    return process.cpuUsage(before).user / 20_000
  })
  expect(Math.min(...roundsUs)).toBeLessThan(10)
})
