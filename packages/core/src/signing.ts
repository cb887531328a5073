import { z } from 'zod'

/** RFC 5849 §3.4, and HMAC-SHA256 as most servers have come to want it. */
export const SignatureMethod = z.enum(['HMAC-SHA1', 'HMAC-SHA256', 'RSA-SHA1', 'PLAINTEXT'])
export type SignatureMethod = z.infer<typeof SignatureMethod>

/** How every call is signed. Values are templates; with `oauth1`, {{client.…}} is the team's OAuth client. */
export const Signing = z.discriminatedUnion('scheme', [
  z
    .object({
      scheme: z.literal('oauth1'),
      method: SignatureMethod,
      realm: z.string().optional(),
      consumerKey: z.string().default('{{client.id}}'),
      consumerSecret: z.string().default('{{client.secret}}').describe('with RSA-SHA1: PKCS #8, PEM'),
      token: z.string().optional().describe('absent: calls carry no token (one-legged)'),
      tokenSecret: z.string().default(''),
    })
    .describe('OAuth 1.0a, RFC 5849; query and form parameters are signed too'),
  z
    .object({
      scheme: z.literal('sigv4'),
      service: z.string(),
      region: z.string(),
      accessKeyId: z.string(),
      secretAccessKey: z.string(),
      sessionToken: z.string().optional().describe('left out while its slots have no value'),
    })
    .describe('AWS Signature Version 4'),
])
export type Signing = z.infer<typeof Signing>

/** An OAuth 1.0a server as one provider runs it. URLs and values are templates. */
export const OAuth1Server = z.object({
  flow: z
    .enum(['redirect', 'posted'])
    .default('redirect')
    .describe('posted: the provider posts consumer and verifier to us when its admin activates us (Magento)'),
  requestUrl: z.string().describe('of temporary credentials, RFC 5849 §2.1'),
  authorizationUrl: z.string().optional().describe('absent with `posted`'),
  tokenUrl: z.string(),
  authorizeParams: z.record(z.string(), z.string()).default({}),
  scopeParam: z.string().optional().describe('of the authorization URL (Trello: scope)'),
  scopeSeparator: z.string().default(','),
  revocation: z
    .object({ url: z.string(), method: z.enum(['POST', 'DELETE']) })
    .optional()
    .describe('ends the token, RFC 5849 has no way of its own; signed as any call'),
})
export type OAuth1Server = z.infer<typeof OAuth1Server>
