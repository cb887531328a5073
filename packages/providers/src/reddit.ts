import { defineProvider } from './page/provider.ts'

export const reddit = defineProvider({
  id: 'reddit',
  name: 'Reddit',
  category: 'marketing',
  description: 'Posts, comments and subreddits of a Reddit account',
  docs: 'https://github.com/reddit-archive/reddit/wiki/OAuth2',
  icon: { simpleIcon: 'reddit', color: '#FF4500' },
  variables: [
    {
      name: 'user_agent',
      label: 'User-Agent: platform, app, version and Reddit user. Reddit slows general ones down',
      default: 'web:tenon:v1',
    },
  ],
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to Reddit',
      server: {
        authorizationUrl: 'https://www.reddit.com/api/v1/authorize',
        tokenUrl: 'https://www.reddit.com/api/v1/access_token',
        clientAuth: 'basic',
        pkce: false,
        // Only then is there a refresh token.
        authorizeParams: { duration: 'permanent' },
        tokenHeaders: { 'User-Agent': '{{variables.user_agent}}' },
        refresh: {},
        revocation: { url: 'https://www.reddit.com/api/v1/revoke_token', auth: 'basic' },
      },
      scopes: [
        { name: 'identity', description: 'See your user name and when you joined', required: true },
        { name: 'read', description: 'Read posts and comments' },
      ],
      moreScopes: [
        { name: 'submit', description: 'Post and comment as you' },
        { name: 'edit', description: 'Change and delete your posts and comments' },
        { name: 'history', description: 'See what you have posted, voted on and saved' },
        { name: 'mysubreddits', description: 'See which subreddits you follow or moderate' },
        { name: 'subscribe', description: 'Join and leave subreddits' },
        { name: 'privatemessages', description: 'Read and write your messages' },
        { name: 'flair', description: 'Choose flair' },
        { name: 'vote', description: 'Vote as you' },
      ],
    },
  ],
  api: {
    baseUrl: 'https://oauth.reddit.com',
    headers: { 'User-Agent': '{{variables.user_agent}}' },
    test: { url: '/api/v1/me' },
    account: { id: 'id', label: 'name' },
    errorPaths: ['explanation', 'message', 'reason'],
    pagination: {
      next: { by: 'cursor', param: 'after', path: 'data.after' },
      itemsPath: 'data.children',
      limitParam: 'limit',
    },
    rateLimit: {
      headers: ['X-Ratelimit-Used', 'X-Ratelimit-Remaining', 'X-Ratelimit-Reset'],
      reset: { header: 'X-Ratelimit-Reset', as: 'seconds' },
    },
  },
  sources: {
    // Needs the scope mysubreddits.
    subreddits: {
      title: 'Subreddit',
      url: '/subreddits/mine/subscriber?limit=100',
      itemsPath: 'data.children',
      valuePath: 'data.display_name',
      labelPath: 'data.display_name_prefixed',
      next: { by: 'cursor', param: 'after', path: 'data.after' },
    },
  },
  provenance: {
    confidence: 'verified',
    checked: { endpoints: 'npm:arctic@3.7.0; npm:@auth/core@0.41.3' },
    recheck: ['refresh', 'revocation', 'scopes', 'test', 'pagination', 'rate_limit', 'sources'],
  },
})
