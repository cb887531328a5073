import { marked } from 'marked'
import sanitizeHtml from 'sanitize-html'
import { html } from './html.ts'

const ALLOWED_TAGS = [
  'p',
  'br',
  'hr',
  'strong',
  'em',
  'del',
  'code',
  'pre',
  'blockquote',
  'ul',
  'ol',
  'li',
  'a',
  'h3',
  'h4',
  'h5',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
]

/** marked looks for the other end of each mark in all the rest: 13,000 marks take it seconds. */
const MAX_EMPHASIS_MARKS = 1_000

/**
 * Markdown that the team wrote, as HTML that can do nothing but be read. Links open outside the portal's frame. What
 * cannot be rendered comes as the text it is.
 */
export function sanitizedMarkdown(markdown: string): string {
  if (markdown.trim() === '') return ''
  if (markdown.split(/[*_]/).length > MAX_EMPHASIS_MARKS) return plain(markdown)
  try {
    return sanitized(marked.parse(markdown, { async: false, gfm: true }))
  } catch {
    // marked calls itself for each level: a thousand levels of quotes or lists end in a RangeError.
    return plain(markdown)
  }
}

function plain(markdown: string): string {
  return html`<p>${markdown}</p>`.html
}

function sanitized(rendered: string): string {
  return sanitizeHtml(rendered, {
    allowedTags: ALLOWED_TAGS,
    allowedAttributes: { a: ['href', 'target', 'rel'] },
    allowedSchemes: ['https', 'http', 'mailto'],
    transformTags: {
      // The portal's own headings come first.
      h1: 'h3',
      h2: 'h3',
      a: sanitizeHtml.simpleTransform('a', { target: '_blank', rel: 'noopener noreferrer' }),
    },
  })
}
