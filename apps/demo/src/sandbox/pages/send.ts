import type { FastifyReply } from 'fastify'
import type { Html } from '../html.ts'

/** Answers with a page; pages show what changes and who is signed in, so nothing keeps them. */
export function sendPage(reply: FastifyReply, page: Html, status = 200): FastifyReply {
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(page.text)
}
