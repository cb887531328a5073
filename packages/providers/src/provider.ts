import { Input, OAuth2Server, ValueSource } from '@tenon/core'
import { z } from 'zod'

/** Where a credential goes on each call to the API. Values are templates. */
const Placement = z.object({
  headers: z.record(z.string(), z.string()).default({}),
  query: z.record(z.string(), z.string()).default({}),
  basic: z.object({ username: z.string(), password: z.string() }).optional().describe('HTTP Basic, RFC 7617'),
})

const Help = z.object({ text: z.string().describe('where to find what is asked'), url: z.url() })

/** A call after authorisation whose answer fills metadata; `choose` when the answer lists several. */
const PostConnect = z.object({
  name: z.string(),
  url: z.string().describe('a path below the base URL, or an absolute URL template'),
  choose: z
    .object({ title: z.string(), itemsPath: z.string(), valuePath: z.string(), labelPath: z.string() })
    .optional(),
})

const shared = {
  id: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .describe('unique in the page; the account type’s id on the wire'),
  label: z.string().describe('what the user sees when a provider offers several: "Secret or restricted key"'),
  inputs: z.array(Input).default([]),
  help: Help.optional(),
  placement: Placement.prefault({}),
  baseUrl: z.string().optional().describe('when this kind of authorisation uses another base URL'),
  postConnect: z.array(PostConnect).default([]),
  metadata: z.record(z.string(), ValueSource).default({}),
}

/** One way to authorise. A page may offer several; the first is the default. */
export const AuthKind = z.discriminatedUnion('type', [
  z
    .object({ type: z.literal('none'), ...shared })
    .describe('open data; inputs may still be asked (RSS: the feed)'),
  z.object({ type: z.literal('entered'), ...shared }).describe('the user enters an API key or other fields'),
  z
    .object({
      type: z.literal('oauth2'),
      ...shared,
      server: OAuth2Server,
      scopes: z
        .array(z.object({ name: z.string(), description: z.string().optional() }))
        .describe('asked by default; the team may choose others'),
    })
    .describe('OAuth 2.0 authorization code'),
])
export type AuthKind = z.infer<typeof AuthKind>

/** A list for a dropdown, filled from the API (`wire` row 18). */
const Source = z.object({
  url: z.string().describe('path with query; {{parameters.…}} come from the caller'),
  itemsPath: z.string(),
  valuePath: z.string(),
  labelPath: z.string(),
  subtitlePath: z.string().optional(),
  cursor: z.object({ param: z.string(), path: z.string() }).optional(),
  searchParam: z.string().optional(),
})

const Pagination = z.object({
  style: z.enum([
    'none',
    'cursor',
    'page',
    'offset',
    'id_cursor',
    'link_header',
    'url_in_body',
    'query_language',
  ]),
  itemsPath: z.string().optional(),
  cursorParam: z.string().optional(),
  cursorPath: z.string().optional(),
  pageParam: z.string().optional(),
  offsetParam: z.string().optional(),
  limitParam: z.string().optional(),
  nextPath: z.string().optional(),
  morePath: z.string().optional(),
  note: z.string().optional(),
})

const Webhooks = z.object({
  header: z.string(),
  algorithm: z.string(),
  encoding: z.string(),
  signedContent: z.string(),
  key: z.string(),
  toleranceS: z.number().optional(),
  note: z.string().optional(),
})

/** A third party and how its API is reached: one page of data. What data cannot say shows what this schema misses. */
export const Provider = z.object({
  id: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .refine((id) => !id.includes('proxy'), 'existing clients mistake URLs with "proxy" in them'),
  name: z.string(),
  category: z.string(),
  description: z.string().max(140).describe('one line under the name in the portal'),
  docs: z.url(),
  icon: z.object({
    simpleIcon: z.string().nullable().describe('slug in simple-icons; null shows a monogram tile'),
    color: z.string().regex(/^#[0-9A-F]{6}$/),
  }),
  variables: z
    .array(
      z.object({
        name: z.string(),
        label: z.string(),
        default: z.string(),
        options: z.array(z.object({ value: z.string(), label: z.string() })).optional(),
      }),
    )
    .default([])
    .describe('values the team sets when it switches the provider on; {{variables.…}}'),
  auth: z.array(AuthKind).min(1),
  api: z.object({
    baseUrl: z.string(),
    allowedHosts: z
      .array(z.string())
      .default([])
      .describe('other hosts that callers may name with an absolute URL'),
    headers: z.record(z.string(), z.string()).default({}).describe('sent unless the caller sends its own'),
    test: z.object({ url: z.string().describe('GET; answers 2xx only to good credentials') }).optional(),
    account: z
      .object({ id: z.string(), label: z.string() })
      .optional()
      .describe('paths into the test endpoint’s answer that name the account'),
    successCheck: z
      .object({ path: z.string(), equals: z.unknown() })
      .optional()
      .describe('what a success looks like when errors come under HTTP 200'),
    errorPaths: z.array(z.string()).default([]).describe('where an error answer keeps its message'),
    pagination: Pagination.optional(),
    rateLimit: z
      .object({
        status: z.array(z.number()).default([429]),
        headers: z.array(z.string()).default([]),
        note: z.string().optional(),
      })
      .optional(),
    idempotencyHeader: z.string().optional(),
  }),
  webhooks: Webhooks.optional(),
  sources: z.record(z.string(), Source).default({}),
  provenance: z.object({
    confidence: z.enum(['verified', 'likely']),
    recheck: z
      .array(z.string())
      .describe('groups of facts that nobody has confirmed against the vendor’s pages'),
  }),
})
export type Provider = z.infer<typeof Provider>

/** Checks a page and fills its defaults. */
export function defineProvider(page: z.input<typeof Provider>): Provider {
  return Provider.parse(page)
}
