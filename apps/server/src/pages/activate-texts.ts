/** What the page for an administrator says. */
const en = {
  title: (integration: string) => `Connect ${integration}`,
  heading: (integration: string, product: string) => `Connect ${integration} to ${product}`,
  open: 'Open the admin of your store, and there System → Integrations → Add New Integration.',
  admin: 'Open the admin of your store',
  adminNote: 'It may have another address: many stores choose their own.',
  enter: 'Enter a name and these two addresses.',
  callback: 'Callback URL',
  identity: 'Identity link URL',
  copy: (label: string) => `Copy the ${label}`,
  copied: 'Copied.',
  press: 'Press Ctrl+C or ⌘C to copy.',
  allow: (product: string) =>
    `Under API, choose what ${product} may use. Save, then choose Activate and Allow.`,
  waiting: 'Waiting for your store…',
  waitingNote: 'This window closes by itself, and is good for 15 minutes.',
  local: (host: string) =>
    `Your store cannot reach these addresses: ${host} is this computer. Whoever runs the server has to set ` +
    'TENON_PUBLIC_URL to an address that is on the internet.',
  wrong: (store: string) => `You entered ${store}. If that is not your store, it will not answer.`,
  correct: 'Correct the address',
}

const de: typeof en = {
  title: (integration) => `${integration} verbinden`,
  heading: (integration, product) => `${integration} mit ${product} verbinden`,
  open: 'Öffnen Sie die Verwaltung Ihres Shops und dort System → Integrationen → Neue Integration hinzufügen.',
  admin: 'Verwaltung Ihres Shops öffnen',
  adminNote: 'Ihre Adresse kann eine andere sein: Viele Shops wählen eine eigene.',
  enter: 'Tragen Sie einen Namen und diese beiden Adressen ein.',
  callback: 'Callback-URL',
  identity: 'Identity-Link-URL',
  copy: (label) => `${label} kopieren`,
  copied: 'Kopiert.',
  press: 'Drücken Sie Strg+C oder ⌘C zum Kopieren.',
  allow: (product) =>
    `Wählen Sie unter API, was ${product} nutzen darf. Speichern Sie, dann wählen Sie Aktivieren und Erlauben.`,
  waiting: 'Es wird auf Ihren Shop gewartet …',
  waitingNote: 'Dieses Fenster schließt sich von selbst und gilt 15 Minuten.',
  local: (host) =>
    `Ihr Shop kann diese Adressen nicht erreichen: ${host} ist dieser Computer. Wer den Server betreibt, muss ` +
    'TENON_PUBLIC_URL auf eine Adresse setzen, die im Internet liegt.',
  wrong: (store) => `Sie haben ${store} eingegeben. Ist das nicht Ihr Shop, wird er nicht antworten.`,
  correct: 'Adresse berichtigen',
}

export type ActivateTexts = typeof en

/** @param accepted the browser's `Accept-Language`: of its first language, German, else English */
export function activateTexts(accepted: string | undefined): { language: string; texts: ActivateTexts } {
  return /^\s*de\b/i.test(accepted ?? '') ? { language: 'de', texts: de } : { language: 'en', texts: en }
}
