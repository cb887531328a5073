import { defineProvider } from './page/provider.ts'

export const rss = defineProvider({
  id: 'rss',
  name: 'RSS / Atom feed',
  category: 'content',
  description: 'New entries of any public RSS, Atom or JSON feed',
  docs: 'https://www.rssboard.org/rss-specification',
  icon: { simpleIcon: 'rss', color: '#FFA500' },
  auth: [
    {
      id: 'feed',
      type: 'none',
      label: 'Feed address',
      inputs: [
        { type: 'URL', id: 'feed_url', title: 'Feed URL', placeholder: 'https://example.com/feed.xml' },
      ],
    },
  ],
  api: {
    // The whole base URL is the user's; the outbound guard decides whether it may be called.
    baseUrl: '{{inputs.feed_url}}',
    headers: {
      Accept: 'application/rss+xml, application/atom+xml, application/feed+json;q=0.9, application/xml;q=0.8',
    },
    test: { url: '', format: 'feed' },
    account: { id: { from: 'input', path: 'feed_url' }, label: { from: 'input', path: 'feed_url' } },
    rateLimit: { headers: ['Retry-After'], note: 'ask with If-None-Match and If-Modified-Since' },
  },
  webhooks: {
    style: 'hmac',
    header: 'X-Hub-Signature',
    algorithm: 'sha256',
    encoding: 'hex',
    prefix: 'sha256=',
    key: 'hub.secret, given when subscribing',
    note: 'WebSub, where the feed links to a hub; hubs may use sha1, sha384 or sha512 and say so in the prefix',
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'https://www.rssboard.org/rss-specification',
      test: 'https://www.rssboard.org/rss-specification',
      rate_limit: 'https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2',
      webhooks: 'https://www.w3.org/TR/websub/#signature-validation',
    },
    recheck: [],
  },
})
