const CHUNK = Buffer.alloc(64 * 1024, 'x')

/** That many bytes, in chunks. */
export function* bytesOf(total: number): Generator<Buffer> {
  for (let left = total; left > 0; left -= CHUNK.length) {
    yield left < CHUNK.length ? CHUNK.subarray(0, left) : CHUNK
  }
}
