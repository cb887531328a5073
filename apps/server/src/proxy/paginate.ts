import type { IncomingMessage, ServerResponse } from 'node:http'
import { AppError } from '@tenon/core'
import type { Provider } from '@tenon/providers'
import { outboundFailure } from '../outbound.ts'
import { answerFailure, breakOff } from './failures.ts'
import type { ForwardCall, ForwardOutcome } from './forward.ts'
import { ListAnswer } from './list-answer.ts'
import { ListPages, type PageRequest } from './list-pages.ts'
import {
  type ListShape,
  listShape,
  type NextRequest,
  type PaginationWish,
  parameterIn,
  readListPage,
  withParameter,
} from './pagination.ts'

/**
 * Answers a GET with all pages of a list, one after another: as one JSON array, or as a line of JSON for each item. No
 * more than a page is held. When a later page fails the connection is aborted, since a list that ends early would look
 * whole.
 *
 * @returns never rejects; resolves when the exchange is over
 */
export async function paginate(
  request: IncomingMessage,
  response: ServerResponse,
  call: ForwardCall,
  { provider, wish }: { provider: Provider; wish: PaginationWish },
): Promise<ForwardOutcome> {
  const leaving = new AbortController()
  response.on('close', () => leaving.abort())
  const list = new ListAnswer(response, call, wish.format)
  const pages = new ListPages(request, call, leaving.signal)
  let upstreamStatus: number | undefined
  let failure: AppError | undefined
  try {
    const shape = listShape(provider, wish)
    if (request.method !== 'GET') throw new AppError('invalid_request', 'Only a GET can be paginated')
    let asked: PageRequest | undefined = {
      pathAndQuery: call.pathAndQuery,
      url: request.headers['x-paragon-proxy-url'] as string | undefined,
    }
    for (let count = 0; asked && count < wish.maxPages; count++) {
      const page = await pages.fetch(asked)
      upstreamStatus = page.status
      if (page.status >= 300) {
        list.refused(page)
        break
      }
      const { items, next } = readListPage(shape, {
        text: page.body.toString('utf8'),
        link: page.headers.link as string | undefined,
        asked: parameterOf(shape, asked),
      })
      await list.write(items, leaving.signal)
      asked = next && following(next, asked, pages.lastUrl)
    }
    list.end()
  } catch (fault) {
    failure = outboundFailure(fault, provider.name)
    if (response.headersSent) breakOff(response)
    else answerFailure(response, failure, call.requestId, call.caller)
  }
  const { statusCode, headersSent, writableFinished } = response
  return {
    status: headersSent ? statusCode : 0,
    upstreamStatus,
    wasRepeated: false,
    failure: leaving.signal.aborted && !writableFinished ? undefined : failure,
    callerLeft: leaving.signal.aborted && !writableFinished,
  }
}

function parameterOf({ next }: ListShape, { pathAndQuery }: PageRequest): string | undefined {
  return 'param' in next ? parameterIn(pathAndQuery, next.param) : undefined
}

/** @throws AppError when the list leads back to the page it comes from, and so would never end */
function following(next: NextRequest, asked: PageRequest, lastUrl: string): PageRequest {
  const request = requestFor(next, asked, lastUrl)
  if (request.url === asked.url && request.pathAndQuery === asked.pathAndQuery)
    throw new AppError('upstream_protocol_error', 'A page of the list names itself as the next one')
  return request
}

function requestFor(next: NextRequest, { pathAndQuery, url }: PageRequest, lastUrl: string): PageRequest {
  if (next.kind === 'url') return { pathAndQuery, url: new URL(next.url, lastUrl).href }
  if (url === undefined) return { pathAndQuery: withParameter(pathAndQuery, next.name, next.value), url }
  return { pathAndQuery, url: withParameter(url, next.name, next.value) }
}
