import { type NextPage, type Provider, pageProblems } from '@tenon/providers'
import type { CapturedRequest } from './captured-requests.ts'
import type { ExplainedKind } from './explain-page.ts'

/** Told by every request of ours alike. */
const ORDINARY = new Set(['accept', 'user-agent', 'content-type', 'content-length'])

/** An explained page as lines for a terminal. */
export function explanationLines(provider: Provider, kinds: readonly ExplainedKind[]): string[] {
  const { name, id, category, docs, variables } = provider
  return [
    `${name} (${id}), ${category}: ${docs}`,
    ...variables.map(
      ({ name: variable, label, default: value }) =>
        `  {{variables.${variable}}}  ${label}: ${value || 'none'}`,
    ),
    ...kinds.flatMap(kindLines),
    '',
    ...factLines(provider),
    '',
    ...verdictLines(provider),
  ]
}

function kindLines({ id, label, type, steps }: ExplainedKind): string[] {
  const lines = steps.flatMap(({ title, requests, notes }, i) => [
    `  ${i + 1}. ${title}`,
    ...requests.flatMap(requestLines).map((line) => `       ${line}`),
    ...notes.map((note) => `       ${note}`),
  ])
  return ['', `${id}: ${label} (${type})`, ...lines]
}

function requestLines({ method, url, headers, body }: CapturedRequest): string[] {
  const told = Object.entries(headers).filter(([name]) => !ORDINARY.has(name))
  return [
    `${method} ${url}`,
    ...told.map(([name, value]) => `  ${name}: ${readable(value)}`),
    ...(body ? [`  ${body}`] : []),
  ]
}

/** Basic as it was before its encoding. */
function readable(value: string): string {
  const [, encoded] = /^Basic (.+)$/.exec(value) ?? []
  return encoded === undefined ? value : `Basic base64(${Buffer.from(encoded, 'base64').toString()})`
}

function factLines({ api, webhooks }: Provider): string[] {
  const { pagination, rateLimit, successCheck, errorPaths } = api
  return [
    ...(successCheck
      ? [`A call succeeded if "${successCheck.path}" is ${JSON.stringify(successCheck.equals)}`]
      : []),
    ...(errorPaths.length > 0
      ? [`An error's message is at ${errorPaths.map((path) => path || 'the whole answer').join(', or ')}`]
      : []),
    ...(pagination ? [`Lists go on by ${nextText(pagination.next)}`] : []),
    ...(rateLimit ? [`Too many calls: HTTP ${rateLimit.status.join(', ')}${whenText(rateLimit.when)}`] : []),
    ...(webhooks ? [`Webhooks are checked by ${webhooks.style}`] : []),
  ]
}

function nextText(next: NextPage): string {
  const more = 'morePath' in next && next.morePath ? `, while "${next.morePath}" is true` : ''
  switch (next.by) {
    case 'cursor':
      return `a cursor: "${next.param}" is what stands at "${next.path}"${more}`
    case 'page_number':
      return `page number: "${next.param}", from ${next.first}${more || ', until a page is empty'}`
    case 'offset':
      return `offset: "${next.param}" counts the items before${more || ', until a page is empty'}`
    case 'last_item':
      return `the last item: "${next.param}" is its "${next.idPath}"${more}`
    case 'link_header':
      return 'the Link header, RFC 8288'
    case 'next_url':
      return `one parameter, "${next.param}", of the URL at "${next.path}"`
    case 'url':
      return `the URL at "${next.path}"`
    case 'query_language':
      return 'the query itself'
  }
}

function whenText(when: NonNullable<Provider['api']['rateLimit']>['when']): string {
  return when ? `, if "${when.path}" is ${when.is.join(' or ')}` : ''
}

function verdictLines(provider: Provider): string[] {
  const { checked, recheck, confidence } = provider.provenance
  const problems = pageProblems(provider)
  return [
    ...Object.entries(checked).map(([group, where]) => `Confirmed: ${group}, by ${where}`),
    `Confirmed by nobody: ${recheck.join(', ') || 'nothing'}`,
    `How to connect (kinds, endpoints, where credentials go) is ${confidence}; nothing was tried with a real account unless it says so.`,
    ...(problems.length > 0
      ? problems.map((problem) => `PROBLEM: ${problem}`)
      : ['No contradiction in the page itself was found.']),
  ]
}
