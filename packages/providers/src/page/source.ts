import { z } from 'zod'

/** How to go on from one page of a list to the next by one parameter, which a caller can keep. Paths lead into the answer. */
const NextParameter = z.discriminatedUnion('by', [
  z
    .object({
      by: z.literal('cursor'),
      param: z.string(),
      path: z.string(),
      morePath: z.string().optional().describe('what is there is true unless this is the last page'),
    })
    .describe('`path` holds what `param` must be; nothing there: the last page'),
  z
    .object({
      by: z.literal('page_number'),
      param: z.string(),
      first: z.number().default(1),
      morePath: z.string().optional().describe('absent: an empty page ends it'),
    })
    .describe('1, 2, 3'),
  z
    .object({ by: z.literal('offset'), param: z.string(), morePath: z.string().optional() })
    .describe('how many items came before; an empty page ends it'),
  z
    .object({ by: z.literal('last_item'), param: z.string(), idPath: z.string(), morePath: z.string() })
    .describe('`param` is the id of the last item; `morePath` is false on the last page'),
  z
    .object({ by: z.literal('link_header'), param: z.string() })
    .describe('RFC 8288: `param` is taken from the rel="next" URL of the Link header'),
  z
    .object({ by: z.literal('next_url'), param: z.string(), path: z.string() })
    .describe('`param` is taken from the URL at `path`, absolute or not (Microsoft: $skiptoken)'),
])

/** The same, and what only a caller who reads whole answers can follow. */
export const NextPage = z.discriminatedUnion('by', [
  ...NextParameter.options,
  z.object({ by: z.literal('url'), path: z.string() }).describe('`path` holds the next page’s URL'),
  z.object({ by: z.literal('query_language') }).describe('part of the query itself'),
])

export type NextPage = z.infer<typeof NextPage>

/** A list for a dropdown, filled from the API (`wire` row 18). */
export const Source = z.object({
  title: z.string().describe('what one item is: "Channel"'),
  method: z.enum(['GET', 'POST']).default('GET'),
  url: z.string().describe('a path below the base URL, or an absolute URL template'),
  body: z
    .record(z.string(), z.unknown())
    .optional()
    .describe(
      'JSON, with POST: then cursor and search text are fields of it, by their path (GraphQL: variables.after)',
    ),
  parameters: z
    .array(z.string())
    .default([])
    .describe('what the caller must give, as {{parameters.…}}: each the value of another source'),
  itemsPath: z.string().describe('empty when the answer is the list'),
  valuePath: z.string(),
  labelPath: z.string(),
  subtitlePath: z.string().optional(),
  // The caller keeps the cursor: a URL in its place would be one that the credential is sent to.
  next: NextParameter.optional().describe('absent: one page is all there is'),
  searchParam: z.string().optional().describe('absent: the API cannot search this list'),
})
export type Source = z.infer<typeof Source>
