import type { Row } from '../row.ts'

const FEED = 'https://news.example/feed.xml'
const request = { url: FEED, headers: { accept: /^application\/rss\+xml, application\/atom\+xml/ } }
const page = { headers: { 'content-type': 'text/html' }, text: '<!doctype html><title>News</title>' }

/** A feed in the shape of https://www.rssboard.org/rss-specification#sampleFiles */
export default {
  kinds: {
    feed: {
      inputs: { feed_url: FEED },
      calls: [
        {
          request,
          reply: {
            headers: { 'content-type': 'application/rss+xml; charset=utf-8' },
            text: `<?xml version="1.0"?>
<rss version="2.0">
  <channel>
    <title>News</title>
    <link>https://news.example/</link>
    <description>What is new</description>
    <item><title>One</title><link>https://news.example/1</link><guid>1</guid></item>
  </channel>
</rss>`,
          },
        },
      ],
      account: { id: FEED, label: FEED },
      proxied: { path: '', request },
      refused: { reply: page, says: 'feed' },
    },
  },
} satisfies Row
