import { AppError } from '@tenon/core'

/** What `fetch` takes as a value: RFC 9110 §5.5 in Latin-1. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/

/** @throws AppError `invalid_request` naming the header whose value, as it was entered, cannot be sent */
export function checkedHeaders(headers: Record<string, string>): Record<string, string> {
  const unfit = Object.entries(headers).find(([, value]) => !VALUE.test(value))
  if (!unfit) return headers
  const message = `The value for the header "${unfit[0]}" has characters that no header can carry`
  throw new AppError('invalid_request', message)
}
