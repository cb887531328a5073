import {
  graphApi,
  graphWebhooks,
  microsoftGraph,
  microsoftTenant,
  microsoftNext as next,
} from './microsoft-oauth.ts'
import { defineProvider } from './page/provider.ts'

export const microsoftTeams = defineProvider({
  id: 'microsoft-teams',
  name: 'Microsoft Teams',
  category: 'communication',
  description: 'Teams, channels, chats and messages of an organisation',
  docs: 'https://learn.microsoft.com/en-us/graph/api/resources/teams-api-overview',
  icon: {
    simpleIcon: null,
    glyph: 'M4 4h16v3.6h-6.1V20h-3.8V7.6H4z', // a T
    color: '#6264A7',
  },
  variables: [microsoftTenant],
  auth: microsoftGraph(
    [
      { name: 'Team.ReadBasic.All', description: 'See which teams you are in' },
      { name: 'Channel.ReadBasic.All', description: 'See channels of your teams' },
      { name: 'ChannelMessage.Send', description: 'Send messages to channels as you' },
    ],
    [
      { name: 'Channel.Create', description: 'Create channels' },
      { name: 'ChannelMessage.Read.All', description: 'Read messages in channels' },
      { name: 'Chat.Read', description: 'Read your chats' },
      { name: 'Chat.ReadWrite', description: 'Read your chats and write in them' },
      { name: 'ChatMessage.Send', description: 'Send messages to chats as you' },
      { name: 'TeamMember.Read.All', description: 'See members of teams' },
      { name: 'OnlineMeetings.ReadWrite', description: 'See and create online meetings' },
    ],
  ),
  api: graphApi,
  webhooks: graphWebhooks,
  sources: {
    teams: {
      title: 'Team',
      url: '/v1.0/me/joinedTeams',
      itemsPath: 'value',
      valuePath: 'id',
      labelPath: 'displayName',
      next,
    },
    channels: {
      title: 'Channel',
      url: '/v1.0/teams/{{parameters.teams}}/channels',
      parameters: ['teams'],
      itemsPath: 'value',
      valuePath: 'id',
      labelPath: 'displayName',
      next,
    },
    chats: {
      title: 'Chat',
      url: '/v1.0/me/chats?$top=50',
      itemsPath: 'value',
      valuePath: 'id',
      labelPath: 'topic',
      subtitlePath: 'chatType',
      next,
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'npm:better-auth@1.7.24',
      refresh: 'https://learn.microsoft.com/en-us/entra/identity-platform/refresh-tokens',
    },
    recheck: ['scopes', 'test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
