import { providers } from '@tenon/providers'
import { describe, expect, test } from 'vitest'
import { missingSettings, needsClient } from './missing-settings.ts'

const none = { clientId: null, clientSecret: null }

function kindsOf(slug: string) {
  const page = providers.get(slug)
  if (!page) throw new Error(`there is no page ${slug}`)
  return page.auth
}

describe('an integration lacks', () => {
  test('the id and secret of its OAuth client until both are entered', () => {
    const kinds = kindsOf('xero')
    expect(missingSettings(kinds, none)).toEqual(['clientId', 'clientSecret'])
    expect(missingSettings(kinds, { ...none, clientId: 'id' })).toEqual(['clientSecret'])
    expect(missingSettings(kinds, { ...none, clientSecret: 'secret' })).toEqual(['clientId'])
    expect(missingSettings(kinds, { clientId: 'id', clientSecret: 'secret' })).toEqual([])
  })

  test('no secret where its client is public', () => {
    const publicKinds = kindsOf('xero').map((auth) =>
      auth.type === 'oauth2' ? { ...auth, server: { ...auth.server, clientAuth: 'none' as const } } : auth,
    )
    expect(missingSettings(publicKinds, none)).toEqual(['clientId'])
  })

  test('one whose calls carry the secret needs both, whatever the token endpoint asks (Etsy)', () => {
    expect(missingSettings(kindsOf('etsy'), none)).toEqual(['clientId', 'clientSecret'])
  })

  test('nothing where no kind that it offers uses OAuth', () => {
    expect(missingSettings(kindsOf('rss'), none)).toEqual([])
    const kinds = kindsOf('hubspot')
    expect(missingSettings(kinds, none)).not.toEqual([])
    expect(
      missingSettings(
        kinds.filter((auth) => !needsClient(auth)),
        none,
      ),
    ).toEqual([])
  })
})
