import { z } from 'zod'
import type { Project } from '../context.ts'

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

/**
 * Why pages of this origin may not show the portal, and what to run. Browsers say to the developer only that a frame
 * stays empty.
 *
 * @param origin the `Origin` header; browsers send none to their page's own origin
 * @returns undefined when they may, or it cannot be told
 */
export function pageRefusal(
  { id, allowedOrigins }: Pick<Project, 'id' | 'allowedOrigins'>,
  origin: string | undefined,
): string | undefined {
  if (origin === undefined || allowedOrigins.length === 0 || allowedOrigins.includes(origin)) return undefined
  const { data: added } = Origin.safeParse(origin)
  if (!added) return `A page of the origin "${origin.slice(0, 300)}" cannot show the portal: serve it by HTTP`
  const options = [...allowedOrigins, added].map((one) => `--allowed-origin ${one}`).join(' ')
  return `Pages of ${added} may not show the portal. To allow them too: npx tenon project set --project ${id} ${options}`
}
