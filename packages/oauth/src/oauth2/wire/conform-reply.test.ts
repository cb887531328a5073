import { OAuth2Server } from '@tenon/core'
import { describe, expect, test } from 'vitest'
import { conformAcknowledgement, conformTokenReply, type ReplyDialect } from './conform-reply.ts'

const Dialect = OAuth2Server.shape.response
const standard = Dialect.parse({})
const slack = Dialect.parse({
  okField: 'ok',
  accessTokenPaths: ['access_token', 'authed_user.access_token'],
  tokenTypes: ['bot', 'user'],
})

function conformed(body: unknown, { dialect = standard, status = 200 } = {}) {
  return conformTokenReply(dialect, { status, text: typeof body === 'string' ? body : JSON.stringify(body) })
}

/** The members of RFC 6749 §5.1 without `raw`. */
function members(body: unknown, dialect: ReplyDialect = standard) {
  const reply = conformed(body, { dialect })
  if (reply.kind !== 'accepted') throw new Error(`it was ${reply.kind}`)
  const { raw: _, ...rest } = reply.body
  return rest
}

describe('a token reply', () => {
  test('that conforms stays as it is, and is kept beside', () => {
    const body = {
      access_token: 'a',
      token_type: 'Bearer',
      expires_in: 60,
      refresh_token: 'r',
      scope: 'x y',
      team: {},
    }
    const { team: _, ...standardMembers } = { ...body, token_type: 'bearer' }
    expect(conformed(body)).toEqual({ kind: 'accepted', body: { ...standardMembers, raw: body } })
  })

  test('may be a form (GitHub)', () => {
    const form = 'access_token=gho_1&expires_in=28800&scope=repo%2Cgist&token_type=bearer'
    expect(members(form)).toEqual({
      access_token: 'gho_1',
      token_type: 'bearer',
      expires_in: 28800,
      scope: 'repo gist',
    })
  })

  test('may keep its token elsewhere, with its companions (Slack)', () => {
    const authedUser = {
      access_token: 'xoxp-1',
      token_type: 'user',
      scope: 'a,b',
      refresh_token: 'xoxe-1',
      expires_in: 9,
    }
    expect(members({ ok: true, scope: 'not,mine', authed_user: authedUser }, slack)).toEqual({
      access_token: 'xoxp-1',
      token_type: 'bearer',
      scope: 'a b',
      refresh_token: 'xoxe-1',
      expires_in: 9,
    })
  })

  test('with tokens in several places gives the first that was declared', () => {
    const body = {
      ok: true,
      access_token: 'xoxb-1',
      token_type: 'bot',
      authed_user: { access_token: 'xoxp-1' },
    }
    expect(members(body, slack)).toEqual({ access_token: 'xoxb-1', token_type: 'bearer' })
  })

  test.each([
    [undefined, 'bearer'],
    [null, 'bearer'],
    ['BEARER', 'bearer'],
    ['bot', 'bot'],
    ['mac', 'mac'],
  ])('of type %j is read as %s unless the page declares more', (token_type, type) => {
    expect(members({ access_token: 'a', token_type })).toMatchObject({ token_type: type })
  })

  test.each([
    [3600, { expires_in: 3600 }],
    ['3600', { expires_in: 3600 }],
    [0, { expires_in: 0 }],
    ['', {}],
    ['soon', {}],
    [null, {}],
    [-1, {}],
    [{}, {}],
  ])('with expires_in %j lives %j', (expires_in, lifetime) => {
    const { access_token: _, token_type: __, ...rest } = members({ access_token: 'a', expires_in })
    expect(rest).toEqual(lifetime)
  })

  test.each([
    ['a b', 'a b'],
    ['a,b', 'a b'],
    ['a, b', 'a b'],
    [['a', 'b'], 'a b'],
    ['', undefined],
    [[], undefined],
    [{}, undefined],
  ])('with scope %j grants %j', (scope, granted) => {
    expect(members({ access_token: 'a', scope }).scope).toBe(granted)
  })

  test.each([null, '', 7])('with refresh_token %j has none', (refresh_token) => {
    expect(members({ access_token: 'a', refresh_token })).not.toHaveProperty('refresh_token')
  })

  test('leaves out an id_token, which nobody is signed in with', () => {
    expect(members({ access_token: 'a', id_token: 'e.y.J' })).not.toHaveProperty('id_token')
  })

  test.each([null, '', 0, false, []])('with error %j is no refusal', (error) => {
    expect(conformed({ access_token: 'a', error }).kind).toBe('accepted')
  })

  test('without a token is left for oauth4webapi to judge', () => {
    expect(members({ access_token: 12 })).toEqual({})
    expect(members({ hello: 'world' })).toEqual({})
  })

  test.each([
    '',
    'null',
    '[]',
    '"text"',
    '<html>error=1&access_token=2</html>',
    '{"access_token":',
    'hello=world',
  ])('that is %j cannot be read', (text) => {
    expect(conformed(text)).toEqual({ kind: 'unreadable', status: 200 })
  })

  test('that is a redirect cannot be read', () => {
    expect(conformed({ access_token: 'a' }, { status: 302 }).kind).toBe('unreadable')
  })

  test('cannot reach the prototype', () => {
    const { raw, ...rest } = JSON.parse('{"raw":{"__proto__":{"access_token":"a"}}}')
    expect(rest).toEqual({})
    expect(members(raw)).toEqual({})
  })
})

describe('a refusal', () => {
  test.each([
    [
      'of the standard',
      400,
      { error: 'invalid_grant', error_description: 'Spent' },
      'invalid_grant',
      'Spent',
    ],
    ['under HTTP 200 (GitHub)', 200, { error: 'bad_code', error_description: 'Bad' }, 'bad_code', 'Bad'],
    [
      'with its error in an object (Facebook)',
      400,
      { error: { type: 'E', code: 1, message: 'M' } },
      'E',
      'M',
    ],
    ['in the status (HubSpot)', 400, { status: 'BAD_TOKEN', message: 'Missing' }, 'BAD_TOKEN', 'Missing'],
    ['with a reason (Zoom)', 400, { error: 'invalid_request', reason: 'Bad!' }, 'invalid_request', 'Bad!'],
    ['without a word', 403, {}, undefined, undefined],
    ['despite a token', 200, { error: 'no', access_token: 'a' }, 'no', undefined],
  ])('%s', (_, status, body, error, description) => {
    expect(conformed(body, { status })).toEqual({ kind: 'refused', status, error, description })
  })

  test('under HTTP 200 that only says it is not ok (Slack)', () => {
    expect(conformed({ ok: false, error: 'invalid_code' }, { dialect: slack })).toMatchObject({
      error: 'invalid_code',
    })
    expect(conformed({ ok: false }, { dialect: slack })).toMatchObject({ kind: 'refused' })
    expect(conformed({ ok: false, access_token: 'a' }).kind).toBe('accepted')
  })

  test('in a field of the server’s own', () => {
    const dialect = Dialect.parse({ errorField: 'errors[0].code' })
    expect(conformed({ errors: [{ code: 'nope' }] }, { dialect })).toMatchObject({
      kind: 'refused',
      error: 'nope',
    })
  })

  test('as a form', () => {
    const form = 'error=bad_verification_code&error_description=The+code+passed+is+incorrect'
    expect(conformed(form)).toMatchObject({ error: 'bad_verification_code' })
  })
})

describe('an acknowledgement', () => {
  const kindOf = (status: number, text: string) => conformAcknowledgement(slack, { status, text }).kind

  test.each([
    [200, '', 'accepted'],
    [204, '', 'accepted'],
    [200, '<html>', 'accepted'],
    [200, '{"ok":true,"revoked":true}', 'accepted'],
    [200, '{"ok":false,"error":"token_revoked"}', 'refused'],
    [400, '{"error":"invalid_token"}', 'refused'],
    [503, 'busy', 'refused'],
    [302, '', 'unreadable'],
  ])('HTTP %i with %j is %s', (status, text, kind) => {
    expect(kindOf(status, text)).toBe(kind)
  })
})
