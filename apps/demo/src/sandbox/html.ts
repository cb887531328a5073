/** Markup that is safe to send: every value in it was escaped, or was markup itself. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Value = Html | string | number | false | null | undefined | readonly Value[]

/**
 * Writes HTML. Strings are escaped; `false`, `null` and `undefined` write nothing.
 *
 * @example html`<p title="${name}">${isNew && html`<b>New</b>`}</p>`
 */
export function html(markup: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(markup.map((text, index) => text + render(values[index])).join(''))
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function render(value: Value): string {
  if (value === false || value === null || value === undefined) return ''
  if (value instanceof Html) return value.text
  if (typeof value === 'object') return value.map(render).join('')
  return String(value).replace(/[&<>"']/g, (char) => entities[char] ?? char)
}
