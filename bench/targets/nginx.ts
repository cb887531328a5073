import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listen } from '../servers/listen.ts'
import type { Target, Upstream } from './target.ts'

/** nginx `proxy_pass` with one worker, as our process is one. `undefined` where nginx is not installed. */
export async function nginx(
  { requestsOrigin, streamsOrigin }: Upstream,
  core?: number,
): Promise<Target | undefined> {
  if (spawnSync('nginx', ['-v']).error) return undefined
  const folder = await mkdtemp(join(tmpdir(), 'tenon-bench-nginx-'))
  const [requestsPort, streamsPort] = [await freePort(), await freePort()]
  const config = join(folder, 'nginx.conf')
  await writeFile(
    config,
    `worker_processes 1; daemon off; pid ${folder}/pid; error_log stderr crit;
    ${process.getuid?.() === 0 ? 'user root;' : ''}
    events { worker_connections 1024; }
    http {
      access_log off; keepalive_requests 100000000; client_max_body_size 0; proxy_request_buffering off;
      ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
      proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Authorization "Bearer constant";
      upstream requests { server ${new URL(requestsOrigin).host}; keepalive 128; keepalive_requests 100000000; }
      upstream streams { server ${new URL(streamsOrigin).host}; keepalive 128; }
      server { listen 127.0.0.1:${requestsPort}; location / { proxy_pass http://requests; } }
      server { listen 127.0.0.1:${streamsPort}; location / { proxy_pass http://streams; } }
    }`,
  )
  const args = ['nginx', '-p', folder, '-c', config]
  const child = spawn(
    core === undefined ? 'nginx' : 'taskset',
    core === undefined ? args.slice(1) : ['-c', String(core), ...args],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  )
  await untilListening(requestsPort)
  return {
    name: 'nginx',
    requestsUrl: `http://127.0.0.1:${requestsPort}/`,
    streamsUrl: `http://127.0.0.1:${streamsPort}/`,
    headers: {},
    pid: undefined,
    async close() {
      child.kill()
      if (child.exitCode === null) await once(child, 'exit')
      await rm(folder, { recursive: true })
    },
  }
}

/** nginx cannot choose a port itself. */
async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listen(server)
  server.close()
  await once(server, 'close')
  return port
}

async function untilListening(port: number): Promise<void> {
  const deadline = Date.now() + 5_000
  for (;;) {
    const socket = connect(port, '127.0.0.1')
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (isOpen) return
    if (Date.now() > deadline) throw new Error('nginx did not start')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
