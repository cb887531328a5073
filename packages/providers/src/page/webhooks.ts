import { z } from 'zod'

/** How a receiver knows that a webhook comes from the provider. */
export const Webhooks = z.discriminatedUnion('style', [
  z
    .object({
      style: z.literal('hmac'),
      header: z.string(),
      algorithm: z.enum(['sha1', 'sha256', 'sha384', 'sha512']),
      encoding: z.enum(['hex', 'base64']),
      prefix: z.string().default('').describe('stands before the signature in the header: `sha256=`'),
      signedContent: z
        .string()
        .default('{{body}}')
        .describe('{{body}} as received, {{timestamp}}, {{method}}, {{url}}'),
      timestampHeader: z.string().optional(),
      key: z.string().describe('what the provider calls the secret: "signing secret"'),
      toleranceS: z.number().optional(),
      note: z.string().optional(),
    })
    .describe('RFC 2104 over the raw request'),
  z
    .object({ style: z.literal('shared_token'), header: z.string(), note: z.string().optional() })
    .describe('a header repeats what was set when subscribing'),
  z
    .object({ style: z.literal('http_basic'), note: z.string().optional() })
    .describe('user and password that were set when subscribing'),
])
