import { anthropic } from './anthropic.ts'
import { asana } from './asana.ts'
import { calendly } from './calendly.ts'
import { clickup } from './clickup.ts'
import { confluence } from './confluence.ts'
import { discord } from './discord.ts'
import { dynamics365 } from './dynamics-365.ts'
import { facebook } from './facebook.ts'
import { github } from './github.ts'
import { gitlab } from './gitlab.ts'
import { gmail } from './gmail.ts'
import { googleAnalytics } from './google-analytics.ts'
import { googleCalendar } from './google-calendar.ts'
import { googleDrive } from './google-drive.ts'
import { googleSheets } from './google-sheets.ts'
import { greenhouse } from './greenhouse.ts'
import { gusto } from './gusto.ts'
import { hubspot } from './hubspot.ts'
import { instagram } from './instagram.ts'
import { jira } from './jira.ts'
import { linkedin } from './linkedin.ts'
import { mailgun } from './mailgun.ts'
import { microsoftTeams } from './microsoft-teams.ts'
import { monday } from './monday.ts'
import { netsuite } from './netsuite.ts'
import { notion } from './notion.ts'
import { onedrive } from './onedrive.ts'
import { openai } from './openai.ts'
import { outlook } from './outlook.ts'
import type { Provider } from './page/provider.ts'
import { pipedrive } from './pipedrive.ts'
import { quickbooks } from './quickbooks.ts'
import { reddit } from './reddit.ts'
import { rss } from './rss.ts'
import { sage } from './sage.ts'
import { salesforce } from './salesforce.ts'
import { sandbox } from './sandbox.ts'
import { sendgrid } from './sendgrid.ts'
import { servicenow } from './servicenow.ts'
import { sharepoint } from './sharepoint.ts'
import { shopify } from './shopify.ts'
import { slack } from './slack.ts'
import { spotify } from './spotify.ts'
import { stripe } from './stripe.ts'
import { tiktok } from './tiktok.ts'
import { trello } from './trello.ts'
import { twilio } from './twilio.ts'
import { twitter } from './twitter.ts'
import { typeform } from './typeform.ts'
import { xero } from './xero.ts'
import { zendesk } from './zendesk.ts'

const pages: readonly Provider[] = [
  anthropic,
  asana,
  calendly,
  clickup,
  confluence,
  discord,
  dynamics365,
  facebook,
  github,
  gitlab,
  gmail,
  googleAnalytics,
  googleCalendar,
  googleDrive,
  googleSheets,
  greenhouse,
  gusto,
  hubspot,
  instagram,
  jira,
  linkedin,
  mailgun,
  microsoftTeams,
  monday,
  netsuite,
  notion,
  onedrive,
  openai,
  outlook,
  pipedrive,
  quickbooks,
  reddit,
  rss,
  sage,
  salesforce,
  sandbox,
  sendgrid,
  servicenow,
  sharepoint,
  shopify,
  slack,
  spotify,
  stripe,
  tiktok,
  trello,
  twilio,
  twitter,
  typeform,
  xero,
  zendesk,
]

/** Every page of the catalog by its id, in the order of the alphabet. */
export const providers: ReadonlyMap<string, Provider> = new Map(pages.map((page) => [page.id, page]))

export function findProvider(id: string): Provider | undefined {
  return providers.get(id)
}

/**
 * Where the provider's icon is: an SVG tile of 40 units.
 *
 * @throws TypeError when there is no such provider, so that no other file can be named
 */
export function iconFile(id: string): URL {
  if (!providers.has(id)) throw new TypeError(`There is no provider "${id}" in the catalog`)
  return new URL(`../icons/${id}.svg`, import.meta.url)
}
