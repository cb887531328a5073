import { airtable } from './airtable.ts'
import { anthropic } from './anthropic.ts'
import { asana } from './asana.ts'
import { bamboohr } from './bamboohr.ts'
import { bigcommerce } from './bigcommerce.ts'
import { bitbucket } from './bitbucket.ts'
import { box } from './box.ts'
import { calendly } from './calendly.ts'
import { clickup } from './clickup.ts'
import { confluence } from './confluence.ts'
import { digitalocean } from './digitalocean.ts'
import { discord } from './discord.ts'
import { docusign } from './docusign.ts'
import { dropbox } from './dropbox.ts'
import { dynamics365 } from './dynamics-365.ts'
import { ebay } from './ebay.ts'
import { etsy } from './etsy.ts'
import { facebook } from './facebook.ts'
import { figma } from './figma.ts'
import { freshdesk } from './freshdesk.ts'
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
import { intercom } from './intercom.ts'
import { jira } from './jira.ts'
import { klaviyo } from './klaviyo.ts'
import { linear } from './linear.ts'
import { linkedin } from './linkedin.ts'
import { magento } from './magento.ts'
import { mailchimp } from './mailchimp.ts'
import { mailgun } from './mailgun.ts'
import { marketo } from './marketo.ts'
import { microsoftTeams } from './microsoft-teams.ts'
import { monday } from './monday.ts'
import { netsuite } from './netsuite.ts'
import { notion } from './notion.ts'
import { okta } from './okta.ts'
import { onedrive } from './onedrive.ts'
import { openai } from './openai.ts'
import { outlook } from './outlook.ts'
import type { Provider } from './page/provider.ts'
import { pagerduty } from './pagerduty.ts'
import { paypal } from './paypal.ts'
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
import { square } from './square.ts'
import { stripe } from './stripe.ts'
import { telegram } from './telegram.ts'
import { tiktok } from './tiktok.ts'
import { todoist } from './todoist.ts'
import { trello } from './trello.ts'
import { twilio } from './twilio.ts'
import { twitter } from './twitter.ts'
import { typeform } from './typeform.ts'
import { webflow } from './webflow.ts'
import { woocommerce } from './woocommerce.ts'
import { xero } from './xero.ts'
import { zendesk } from './zendesk.ts'
import { zohoCrm } from './zoho-crm.ts'
import { zoom } from './zoom.ts'

const pages: readonly Provider[] = [
  airtable,
  anthropic,
  asana,
  bamboohr,
  bigcommerce,
  bitbucket,
  box,
  calendly,
  clickup,
  confluence,
  digitalocean,
  discord,
  docusign,
  dropbox,
  dynamics365,
  ebay,
  etsy,
  facebook,
  figma,
  freshdesk,
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
  intercom,
  jira,
  klaviyo,
  linear,
  linkedin,
  magento,
  mailchimp,
  mailgun,
  marketo,
  microsoftTeams,
  monday,
  netsuite,
  notion,
  okta,
  onedrive,
  openai,
  outlook,
  pagerduty,
  paypal,
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
  square,
  stripe,
  telegram,
  tiktok,
  todoist,
  trello,
  twilio,
  twitter,
  typeform,
  webflow,
  woocommerce,
  xero,
  zendesk,
  zohoCrm,
  zoom,
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
