import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listen } from '../servers/listen.ts'
import type { StartTarget } from './target.ts'

/** nginx `proxy_pass` as one process, like the others. */
export const nginx: StartTarget = async (upstream, core) => {
  if (spawnSync('nginx', ['-v']).error) return undefined
  const folder = await mkdtemp(join(tmpdir(), 'tenon-bench-'))
  const port = await freePort()
  await writeFile(join(folder, 'nginx.conf'), configOf(folder, port, new URL(upstream).host))
  const command = ['nginx', '-p', folder, '-c', 'nginx.conf']
  const [file = '', ...args] = core === undefined ? command : ['taskset', '-c', String(core), ...command]
  const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  await untilListening(port)
  return {
    name: 'nginx',
    baseUrl: `http://127.0.0.1:${port}/`,
    headers: {},
    pid: child.pid,
    async close() {
      child.kill()
      if (child.exitCode === null) await once(child, 'exit')
      await rm(folder, { recursive: true })
    },
  }
}

function configOf(folder: string, port: number, upstream: string): string {
  const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `
    daemon off; master_process off; pid ${folder}/pid; error_log stderr crit;
    events { worker_connections 1024; }
    http {
      access_log off;
      ${folders.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
      upstream provider { server ${upstream}; keepalive 128; keepalive_requests 100000000; }
      server {
        listen 127.0.0.1:${port}; keepalive_requests 100000000;
        location / {
          proxy_pass http://provider; proxy_http_version 1.1;
          proxy_set_header Connection ""; proxy_set_header Authorization "Bearer constant";
        }
      }
    }`
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
