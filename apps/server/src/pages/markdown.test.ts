import { expect, test } from 'vitest'
import { sanitizedMarkdown } from './markdown.ts'

test('links open outside the frame, and nothing runs', () => {
  expect(sanitizedMarkdown('[a](https://example.com) <script>x</script>')).toBe(
    '<p><a href="https://example.com" target="_blank" rel="noopener noreferrer">a</a> </p>\n',
  )
})

test.each(['>', '1. ', '> - ', '_a*'])('twenty thousand characters of %j come as text at worst', (mark) => {
  const markdown = `${mark.repeat(20_000 / mark.length)}<b>`
  const rendered = sanitizedMarkdown(markdown)
  expect(rendered).toMatch(/^<p>.*&lt;b&gt;<\/p>$/)
})
