import { expect, test } from 'vitest'
import { html } from './html.ts'

test('escapes what is written into it, in text and attributes', () => {
  const name = `<script>"it's" & more`
  expect(html`<p title="${name}">${name}</p>`.text).toBe(
    '<p title="&lt;script&gt;&quot;it&#39;s&quot; &amp; more">&lt;script&gt;&quot;it&#39;s&quot; &amp; more</p>',
  )
})

test('keeps markup, joins lists, and leaves out what is absent', () => {
  const items = ['a', 'b'].map((item) => html`<li>${item}</li>`)
  expect(html`<ul>${items}${false}${null}${undefined}${0}</ul>`.text).toBe('<ul><li>a</li><li>b</li>0</ul>')
})
