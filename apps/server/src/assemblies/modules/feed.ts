/** What may stand before the root element: declarations and instructions, comments, a document type. */
const PROLOG = [
  ['<?', '?>'],
  ['<!--', '-->'],
  ['<!', '>'],
] as const

/** RSS 0.9x and 2.0; Atom, RFC 4287; RSS 1.0, which is RDF. */
const ROOTS = ['rss', 'feed', 'RDF']

/**
 * Whether an answer is an RSS, Atom or JSON feed (https://www.jsonfeed.org/version/1.1/), whatever its content type says:
 * many feeds come as text/html or text/xml.
 */
export function isFeed(body: unknown): boolean {
  if (typeof body === 'string') return ROOTS.includes(rootElement(body) ?? '')
  const { version } = (body ?? {}) as { version?: unknown }
  return typeof version === 'string' && /^https?:\/\/(?:www\.)?jsonfeed\.org\/version\//.test(version)
}

/** The local name of the root element of an XML text. */
function rootElement(text: string): string | undefined {
  let rest = text.replace(/^\uFEFF/, '').trimStart()
  for (;;) {
    const [, end] = PROLOG.find(([begin]) => rest.startsWith(begin)) ?? []
    if (end === undefined) return /^<(?:[\w.-]+:)?([\w.-]+)/.exec(rest)?.[1]
    const at = rest.indexOf(end)
    if (at === -1) return undefined
    rest = rest.slice(at + end.length).trimStart()
  }
}
