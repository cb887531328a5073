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

/**
 * Markdown that the team wrote, as HTML that can do nothing but be read. Links open outside the portal's frame. What
 * cannot be rendered comes as the text it is.
 */
export function sanitizedMarkdown(markdown: string): string {
  if (markdown.trim() === '') return ''
  try {
    return sanitized(marked.parse(markdown, { async: false, gfm: true }))
  } catch {
    // marked calls itself for each level: a thousand levels of quotes or lists end in a RangeError.
    return html`<p>${markdown}</p>`.html
  }
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
