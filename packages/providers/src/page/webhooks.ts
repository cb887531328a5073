import { z } from 'zod'

/** How a receiver knows that a webhook comes from the provider. */
export const Webhooks = z.discriminatedUnion('style', [
  z
    .object({
      style: z.literal('hmac'),
      header: z.string().optional(),
      path: z.string().optional().describe('in the JSON body, when no header has it (Mailgun)'),
      algorithm: z.enum(['sha1', 'sha256', 'sha384', 'sha512']),
      encoding: z.enum(['hex', 'base64']),
      prefix: z.string().default('').describe('stands before the signature in the header: `sha256=`'),
      signedContent: z
        .string()
        .default('{{body}}')
        .describe(
          '{{body}} as received, {{timestamp}}, {{method}}, {{url}}; {{form}}: names and values of a form, sorted by ' +
            'name, with nothing between (Twilio); {{field:a.b}}: of a JSON body',
        ),
      timestampHeader: z.string().optional(),
      key: z.string().describe('what the provider calls the secret: "signing secret"'),
      keyEncoding: z.enum(['base64']).optional().describe('absent: the key is the text itself'),
      toleranceS: z.number().optional(),
      note: z.string().optional(),
    })
    .describe('RFC 2104 over the raw request'),
  z
    .object({
      style: z.literal('shared_token'),
      header: z.string().optional(),
      path: z.string().optional().describe('in the JSON body, when no header has it'),
      note: z.string().optional(),
    })
    .describe('a header or field repeats what was set when subscribing'),
  z
    .object({ style: z.literal('standard_webhooks'), key: z.string(), note: z.string().optional() })
    .describe('https://www.standardwebhooks.com: webhook-id, webhook-timestamp, webhook-signature'),
  z
    .object({
      style: z.literal('public_key'),
      header: z.string(),
      algorithm: z.enum(['ed25519', 'ecdsa-p256-sha256', 'ecdsa-sha1', 'rsa-sha256']),
      encoding: z.enum(['hex', 'base64']),
      timestampHeader: z.string().optional(),
      signedContent: z
        .string()
        .default('{{body}}')
        .describe('the same; {{header:X-Id}}, {{webhook_id}}, {{crc32}} of the body in decimal (PayPal)'),
      note: z.string().optional(),
    })
    .describe('the provider signs with a key of its own'),
  z
    .object({
      style: z.literal('jwt'),
      header: z.string(),
      algorithm: z.enum(['HS256', 'RS256']),
      note: z.string().optional(),
    })
    .describe('a signed token stands in a header'),
  z
    .object({ style: z.literal('http_basic'), note: z.string().optional() })
    .describe('user and password that were set when subscribing'),
])
