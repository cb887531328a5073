import { z } from 'zod'
import { AuthKind } from './auth-kind.ts'
import { PageError } from './page-error.ts'
import { NextPage, Source } from './source.ts'
import { Account, TestEndpoint } from './test-endpoint.ts'
import { Webhooks } from './webhooks.ts'

const Id = z
  .string()
  .regex(/^[a-z0-9-]+$/)
  .refine((id) => !id.includes('proxy'), 'existing clients mistake URLs with "proxy" in them')

const Icon = z.object({
  simpleIcon: z.string().nullable().describe('slug in simple-icons'),
  glyph: z
    .string()
    .optional()
    .describe(
      'path data in a box of 24 units, for a brand that simple-icons lacks; else a monogram is drawn',
    ),
  color: z.string().regex(/^#[0-9A-F]{6}$/),
})

const Variable = z.object({
  name: z.string(),
  label: z.string(),
  default: z.string(),
  options: z.array(z.object({ value: z.string(), label: z.string() })).optional(),
})

/** How an answer says that there were too many calls, and when to go on. `Retry-After` is always looked at. */
const RateLimit = z.object({
  status: z.array(z.number()).default([429]),
  when: z
    .object({
      path: z.string().describe('`header:X-Left` for a header'),
      is: z.array(z.union([z.string(), z.number()])),
    })
    .optional()
    .describe(
      'of an answer with such a status, what else must be there, 429 aside: it can mean other things too',
    ),
  headers: z.array(z.string()).default([]).describe('what tells the caller how much is left'),
  reset: z
    .object({
      header: z.string(),
      as: z.enum(['seconds', 'milliseconds', 'epoch_seconds', 'epoch_milliseconds', 'iso']),
    })
    .optional()
    .describe('where it says so itself; seconds and milliseconds count from now'),
  note: z.string().optional(),
})

const Api = z.object({
  baseUrl: z.string(),
  allowedHosts: z
    .array(z.string())
    .default([])
    .describe(
      'other hosts that callers may name with an absolute URL; they get the credential too. Templates: a slot is one ' +
        'part of the host, or all of it',
    ),
  headers: z
    .record(z.string(), z.string())
    .default({})
    .describe('sent unless the caller sends its own; one whose slots have no value yet is left out'),
  test: TestEndpoint.optional(),
  account: Account.optional(),
  successCheck: z
    .object({ path: z.string(), equals: z.unknown() })
    .optional()
    .describe('what a success looks like when errors come under HTTP 200'),
  errorPaths: z
    .array(z.string())
    .default([])
    .describe(
      'where an error answer keeps its message; empty: it is the answer; `header:X-Message` for a header',
    ),
  pagination: z
    .object({
      next: NextPage,
      itemsPath: z.string().optional().describe('absent: it differs from list to list'),
      limitParam: z.string().optional(),
      note: z.string().optional(),
    })
    .optional(),
  rateLimit: RateLimit.optional(),
  idempotencyHeader: z.string().optional(),
})

/** What a page says, in the parts that are checked against the vendor’s pages one by one. */
export const FactGroup = z.enum([
  'endpoints',
  'response',
  'refresh',
  'revocation',
  'scopes',
  'test',
  'pagination',
  'rate_limit',
  'webhooks',
  'sources',
])
export type FactGroup = z.infer<typeof FactGroup>

const Provenance = z.object({
  confidence: z
    .enum(['verified', 'likely'])
    .describe(
      'of method, endpoints and placement only; of the rest `checked` and `recheck` tell. verified: two independent ' +
        'sources, or one and a vendor page',
    ),
  checked: z
    .partialRecord(FactGroup, z.string())
    .describe(
      'what is confirmed, and where: a page or repository of the vendor, or a package whose data agrees',
    ),
  recheck: z.array(FactGroup).describe('what nobody has confirmed against the vendor’s pages'),
})

/** A third party and how its API is reached: one page of data. What data cannot say shows what this schema misses. */
export const Provider = z.object({
  id: Id,
  name: z.string(),
  category: z.string(),
  description: z.string().max(140).describe('one line under the name in the portal'),
  docs: z.url(),
  icon: Icon,
  variables: z
    .array(Variable)
    .default([])
    .describe('values the team sets when it switches the provider on; {{variables.…}}'),
  auth: z.array(AuthKind).min(1),
  api: Api,
  webhooks: Webhooks.optional(),
  sources: z.record(z.string(), Source).default({}),
  provenance: Provenance,
})
export type Provider = z.infer<typeof Provider>

/** Checks a page and fills its defaults. @throws PageError naming every place that is wrong */
export function defineProvider(page: z.input<typeof Provider>): Provider {
  const { data, error } = Provider.safeParse(page)
  if (error) throw new PageError(page, error.issues, defineProvider)
  return data
}
