import { Transform, type Writable } from 'node:stream'
import { TextDecoder } from 'node:util'
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib'

/** Undo a coding that the provider applied although it was asked for none. */
const decompressors: Record<string, () => Transform> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
}

/**
 * Turns a body into `{"output":…}` while it streams: JSON as it is, numbers and spacing included; anything else as a JSON
 * string. Characters may be split over chunks. The result is UTF-8, whatever the charset.
 */
export class OutputWrapper {
  readonly #isJson: boolean
  readonly #decoder: TextDecoder
  #isFirst = true
  /** JSON only: something other than white space came. */
  #hasValue = false

  /** @param contentType of the answer that is wrapped */
  constructor(contentType = '') {
    this.#isJson = /^[^;]*[/+]json\s*(;|$)/i.test(contentType)
    this.#decoder = decoderFor(/;\s*charset="?([^\s";]+)/i.exec(contentType)?.[1])
  }

  write(chunk: Buffer): string {
    return this.#encode(this.#decoder.decode(chunk, { stream: true }))
  }

  end(): string {
    const rest = this.#encode(this.#decoder.decode())
    if (!this.#isJson) return `${rest}"}`
    return this.#hasValue ? `${rest}}` : `${rest}null}`
  }

  #encode(text: string): string {
    const head = this.#isFirst ? '{"output":' : ''
    const quote = this.#isFirst && !this.#isJson ? '"' : ''
    this.#isFirst = false
    if (!this.#isJson) return head + quote + JSON.stringify(text).slice(1, -1)
    this.#hasValue ||= /\S/.test(text)
    return head + text
  }
}

/** A stream that decodes `contentEncoding`, wraps the result and writes it to `target`; `undefined` if we cannot. */
export function wrapDecoded(
  wrapper: OutputWrapper,
  contentEncoding: string,
  target: Writable,
  onError: (error: Error) => void,
): Writable | undefined {
  const decompress = decompressors[contentEncoding.trim().toLowerCase()]?.()
  if (!decompress) return undefined
  const wrap = new Transform({
    transform: (chunk, _, callback) => callback(null, wrapper.write(chunk)),
    flush: (callback) => callback(null, wrapper.end()),
  })
  decompress.once('error', onError).pipe(wrap).pipe(target)
  return decompress
}

/** A byte order mark is left out, as `Response.text()` does. */
function decoderFor(charset = 'utf-8'): TextDecoder {
  try {
    return new TextDecoder(charset)
  } catch {
    return new TextDecoder() // a charset that nobody knows
  }
}
