import { z } from 'zod'

/** RFC 6454: scheme, host and port of the product's pages, in the form in which browsers send it. */
export const Origin = z
  .string()
  .max(300)
  .transform((value, context) => {
    const url = URL.parse(value)
    const isBare = url?.pathname === '/' && !url.search && !url.hash && !url.username && !url.password
    if (!isBare || !/^https?:$/.test(url.protocol) || value.includes('*')) {
      const message = 'must be an origin such as https://app.example.com, without a path or wildcard'
      context.addIssue({ code: 'custom', message })
      return z.NEVER
    }
    return url.origin
  })
