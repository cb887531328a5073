import { pathKeys } from '@tenon/core'

/**
 * The items of a list, each as the text that it was sent as, on one line: numbers stay as written, since 1.0 and
 * 12345678901234567890 are no doubles. JSON.parse with a reviver could do that too, but takes seconds for a page of small
 * numbers, in which the process does nothing else.
 *
 * @param json valid, with an array at `path`
 */
export function itemTexts(json: string, path: string): string[] {
  let at = skipBlanks(json, 0)
  for (const key of pathKeys(path)) at = memberAt(json, at, key)
  const texts: string[] = []
  eachMember(json, at, (_, from, to) => texts.push(onOneLine(json.slice(from, to))))
  return texts
}

/** Of a name that is there twice the last counts, as with JSON.parse. */
function memberAt(json: string, at: number, key: string): number {
  let found = at
  eachMember(json, at, (name, from) => {
    if (name === key) found = from
  })
  return found
}

type Visit = (name: string, from: number, to: number) => void

/** @param at of `[` or `{` */
function eachMember(json: string, at: number, visit: Visit): void {
  const isObject = json[at] === '{'
  let next = skipBlanks(json, at + 1)
  for (let index = 0; json[next] !== ']' && json[next] !== '}'; index++) {
    if (json[next] === ',') next = skipBlanks(json, next + 1)
    let name = String(index)
    if (isObject) {
      const nameEnd = stringEnd(json, next)
      name = JSON.parse(json.slice(next, nameEnd))
      next = skipBlanks(json, skipBlanks(json, nameEnd) + 1)
    }
    const end = valueEnd(json, next)
    visit(name, next, end)
    next = skipBlanks(json, end)
  }
}

const isBlank = (char: string | undefined) => char === ' ' || char === '\n' || char === '\r' || char === '\t'
const isOpening = (char: string | undefined) => char === '{' || char === '['
const isClosing = (char: string | undefined) => char === '}' || char === ']'

function skipBlanks(json: string, from: number): number {
  let at = from
  while (isBlank(json[at])) at++
  return at
}

function stringEnd(json: string, from: number): number {
  let at = from + 1
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1
  return at + 1
}

function valueEnd(json: string, from: number): number {
  if (json[from] === '"') return stringEnd(json, from)
  let at = from
  if (!isOpening(json[at])) {
    while (at < json.length && json[at] !== ',' && !isClosing(json[at]) && !isBlank(json[at])) at++
    return at
  }
  for (let depth = 0; ; ) {
    const char = json[at]
    if (isOpening(char)) depth++
    if (isClosing(char) && --depth === 0) return at + 1
    at = char === '"' ? stringEnd(json, at) : at + 1
  }
}

/** RFC 8259 §7: no string of JSON holds a line break. */
function onOneLine(text: string): string {
  return text.includes('\n') || text.includes('\r') ? text.replace(/[\r\n][ \t\r\n]*/g, '') : text
}
