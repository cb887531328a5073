import { createHash, createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type AwsCall, type AwsCredentials, awsSigner } from './signer.ts'

const SUITE: AwsCredentials = {
  service: 'service',
  region: 'us-east-1',
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
}
const HOST = 'https://example.amazonaws.com'
const SUITE_DATE = new Date('2015-08-30T12:36:00Z')
const FORM = 'application/x-www-form-urlencoded'

/** Name, method, target, headers, body, signature: as published in AWS's Signature Version 4 test suite. */
const cases: [string, string, string, Record<string, string>, string, string][] = [
  ['get-vanilla', 'GET', '/', {}, '', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  [
    'get-vanilla-query-order-key-case',
    'GET',
    '/?Param2=value2&Param1=value1',
    {},
    '',
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
  [
    'get-vanilla-query-order-value',
    'GET',
    '/?Param1=value2&Param1=value1',
    {},
    '',
    '5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694',
  ],
  [
    'get-unreserved',
    'GET',
    '/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
    {},
    '',
    '07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f',
  ],
  [
    'get-slashes',
    'GET',
    '//example//',
    {},
    '',
    '9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84',
  ],
  [
    'get-header-value-trim',
    'GET',
    '/',
    { 'my-header1': ' value1', 'my-header2': ' "a   b   c"' },
    '',
    'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
  ],
  [
    'post-header-value-case',
    'POST',
    '/',
    { 'my-header1': 'VALUE1' },
    '',
    'cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d',
  ],
  [
    'post-vanilla-query',
    'POST',
    '/?Param1=value1',
    {},
    '',
    '28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11',
  ],
  [
    'post-x-www-form-urlencoded',
    'POST',
    '/',
    { 'content-type': FORM },
    'Param1=value1',
    'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  ],
  [
    'post-x-www-form-urlencoded-parameters',
    'POST',
    '/',
    { 'content-type': `${FORM}; charset=utf8` },
    'Param1=value1',
    '1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe',
  ],
]

describe('AWS’s test suite', () => {
  test.for(cases)('%s', async ([, method, target, headers, body, signature]) => {
    const sign = awsSigner(SUITE, { sendsDigest: false })
    const call = { method, url: HOST + target, headers, body: Buffer.from(body) }
    const signed = await sign(call, SUITE_DATE)
    expect(signed['x-amz-date']).toBe('20150830T123600Z')
    expect(signed.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20150830\/us-east-1\/service\/aws4_request, SignedHeaders=/,
    )
    expect(signed.authorization).toContain(`Signature=${signature}`)
    expect(independentSignature(SUITE, call, signed, SUITE_DATE)).toBe(signature)
  })
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html, "GET Object" and "PUT Object". */
const S3: AwsCredentials = {
  service: 's3',
  region: 'us-east-1',
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}
const S3_DATE = new Date('2013-05-24T00:00:00Z')

describe('S3’s published examples', () => {
  test('a part of an object', async () => {
    const url = 'https://examplebucket.s3.amazonaws.com/test.txt'
    const signed = await awsSigner(S3)({ method: 'GET', url, headers: { range: 'bytes=0-9' } }, S3_DATE)
    expect(signed.authorization).toContain(
      'Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    )
  })

  test('an object with a `$` in its name, which is not encoded twice', async () => {
    const call = {
      method: 'PUT',
      url: 'https://examplebucket.s3.amazonaws.com/test$file.text',
      headers: { 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
      body: Buffer.from('Welcome to Amazon S3.'),
    }
    const signed = await awsSigner(S3)(call, S3_DATE)
    expect(signed['x-amz-content-sha256']).toBe(
      '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
    )
    expect(signed.authorization).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, ' +
        `SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-storage-class, Signature=${independentSignature(
          S3,
          {
            ...call,
            url: 'https://examplebucket.s3.amazonaws.com/test%24file.text',
            headers: { 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
          },
          signed,
          S3_DATE,
        )}`,
    )
  })
})

test('a session token travels and is signed', async () => {
  const signed = await awsSigner({ ...SUITE, sessionToken: 'session' })(
    { method: 'GET', url: HOST, headers: {} },
    SUITE_DATE,
  )
  expect(signed['x-amz-security-token']).toBe('session')
  expect(signed.authorization).toContain(
    'SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,',
  )
})

test('a query is signed as it is meant, however it is spelled', async () => {
  const signatureOf = async (query: string) =>
    (await awsSigner(SUITE)({ method: 'GET', url: `${HOST}/?${query}`, headers: {} }, SUITE_DATE))
      .authorization
  expect(await signatureOf('b=%2f&a=x+y&a')).toBe(await signatureOf('a=&a=x%20y&b=/'))
})

/** The same from AWS's description of the algorithm alone. */
function independentSignature(
  { service, region, secretAccessKey }: AwsCredentials,
  { method, url, headers, body = Buffer.alloc(0) }: AwsCall,
  signed: Record<string, string>,
  now: Date,
): string {
  const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex')
  const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest()
  const { host, search } = new URL(url)
  const path = (/^https:\/\/[^/]+([^?]*)/.exec(url)?.[1] ?? '/').replace(/\/+/g, '/')
  const { authorization: _, ...added } = signed
  const all = Object.entries({ ...headers, ...added, host }).sort(([one], [other]) => (one < other ? -1 : 1))
  const query = search.slice(1).split('&').sort().join('&')
  const lines = all.map(([name, value]) => `${name}:${value.trim().replace(/ +/g, ' ')}\n`).join('')
  const names = all.map(([name]) => name).join(';')
  const canonical = [method, path, query, lines, names, sha256(body)].join('\n')
  const longDate = now.toISOString().replace(/[-:]|\.\d+/g, '')
  const day = longDate.slice(0, 8)
  const scope = `${day}/${region}/${service}/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', longDate, scope, sha256(canonical)].join('\n')
  const key = [region, service, 'aws4_request'].reduce(hmac, hmac(`AWS4${secretAccessKey}`, day))
  return hmac(key, toSign).toString('hex')
}
