import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../servers/listen.ts'
import { type StartTarget, spawnOn, stop, untilAnswering } from './target.ts'

/** nginx `proxy_pass` as one process, like the others. */
export const nginx: StartTarget = async (upstream, core) => {
  if (spawnSync('nginx', ['-v']).error) return undefined
  const folder = await mkdtemp(join(tmpdir(), 'tenon-bench-nginx-'))
  const port = await freePort()
  await writeFile(join(folder, 'nginx.conf'), configOf(folder, port, new URL(upstream).host))
  const child = spawnOn(core, ['nginx', '-p', folder, '-c', 'nginx.conf'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const baseUrl = `http://127.0.0.1:${port}/api/v1/`
  await untilAnswering(`${baseUrl}me`, child)
  return {
    name: 'nginx',
    baseUrl,
    headers: {},
    pid: child.pid,
    async close() {
      await stop(child)
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
          proxy_set_header Connection ""; proxy_set_header X-Api-Key "constant";
        }
      }
    }`
}
