import type { Texts } from './en.ts'

export const de: Texts = {
  close: 'Schließen',
  back: 'Zurück',
  retry: 'Erneut versuchen',
  done: 'Fertig',
  cancel: 'Abbrechen',
  loading: 'Wird geladen …',
  required: 'erforderlich',
  opensNewWindow: '(öffnet ein neues Fenster)',

  about: { more: 'Mehr lesen', less: 'Weniger anzeigen' },

  access: {
    title: (product) => `${product} wird Folgendes können`,
    granted: (product) => `Was ${product} darf`,
    all: (count) => `Alle ${count} anzeigen`,
  },

  connect: {
    title: 'Konto verbinden',
    ways: 'Wie möchten Sie sich verbinden?',
    button: (provider) => `${provider} verbinden`,
    reconnectButton: (provider) => `${provider} erneut verbinden`,
    busy: 'Wird geprüft …',
    windowNote: (provider) => `Die Anmeldung bei ${provider} geschieht in einem eigenen Fenster.`,
    postedNote: (provider) =>
      `Ein Fenster zeigt, was in der Verwaltung von ${provider} einzutragen ist: Dort legen Sie eine Integration an und aktivieren sie.`,
    noneNote: (provider) => `Ihre Angaben werden zuerst geprüft. ${provider} verlangt keine Anmeldung.`,
    helpLink: 'Wo Sie das finden',
    formNote: (provider) =>
      `Ihre Angaben werden bei ${provider} geprüft und danach verschlüsselt gespeichert.`,
  },

  waiting: {
    title: 'Weiter im geöffneten Fenster',
    text: (provider, product) =>
      `Melden Sie sich bei ${provider} an und erlauben Sie ${product} den Zugriff. Danach geht es hier von selbst weiter.`,
    postedText: (provider) =>
      `Legen Sie die Integration in der Verwaltung von ${provider} an und aktivieren Sie sie, wie es im Fenster steht. Danach geht es hier von selbst weiter.`,
    leftTitle: 'Haben Sie das Fenster geschlossen?',
    leftText: 'Es wurde nichts geändert. Öffnen Sie es erneut, um fortzufahren.',
    again: 'Erneut öffnen',
  },

  failed: {
    title: (provider) => `${provider} konnte nicht verbunden werden`,
    denied: 'Nicht verbunden',
    deniedText: (product) =>
      `Der Zugriff wurde abgelehnt, und es wurde nichts geändert. ${product} hat keinen Zugriff.`,
    blocked: 'Das Fenster wurde blockiert',
    blockedText:
      'Ihr Browser hat das Fenster verhindert. Erlauben Sie Pop-ups für diese Seite und versuchen Sie es erneut.',
    closed: 'Das Fenster wurde geschlossen',
    closedText: 'Es wurde nichts geändert. Sie können jederzeit neu beginnen.',
    expired: 'Das hat zu lange gedauert und ist abgelaufen. Bitte beginnen Sie von vorn.',
    offline: 'Der Server ist nicht erreichbar. Prüfen Sie Ihr Netzwerk und versuchen Sie es erneut.',
    providerDown: (provider) => `${provider} antwortet zurzeit nicht. Bitte versuchen Sie es später erneut.`,
    credentials: 'Das wurde nicht angenommen. Bitte prüfen Sie Ihre Angaben.',
    providerRefused: (provider, product) =>
      `${provider} konnte das nicht abschließen. Bitte versuchen Sie es später erneut. Hilft das nicht, fragen Sie das Team von ${product}.`,
    setup: (product) => `${product || 'Dieses Produkt'} hat die Einrichtung noch nicht abgeschlossen.`,
    setupTitle: 'Noch nicht verfügbar',
    setupText: (product) =>
      `Bitte sagen Sie es dem Team von ${product}: Nur dort kann sie abgeschlossen werden.`,
    unknown: 'Etwas ist schiefgegangen, und es wurde nichts geändert. Bitte versuchen Sie es erneut.',
  },

  load: {
    offline: 'Sie sind offline',
    offlineText: 'Der Server ist nicht erreichbar. Prüfen Sie Ihr Netzwerk und versuchen Sie es erneut.',
    signedOut: 'Ihre Sitzung ist beendet',
    signedOutText: (product) =>
      `Laden Sie ${product || 'die Seite'} neu und öffnen Sie dieses Fenster noch einmal.`,
    missing: 'Nicht verfügbar',
    broken: 'Das konnte nicht geladen werden',
    brokenText: 'Auf dem Server ist etwas schiefgegangen. Bitte versuchen Sie es gleich noch einmal.',
  },

  accounts: {
    title: 'Verbundene Konten',
    add: 'Weiteres Konto hinzufügen',
    unnamed: (provider) => `${provider}-Konto`,
    numbered: (name, place) => `${name} (${place})`,
    since: (date) => `Verbunden am ${date}`,
    status: { active: 'Verbunden', pending: 'Noch ein Schritt', needs_reauth: 'Bitte erneut verbinden' },
  },

  moments: {
    connected: (provider) => `${provider} ist verbunden`,
    reconnected: (provider) => `${provider} ist wieder verbunden`,
    disconnected: (provider) => `${provider} wurde getrennt`,
    connectedText: (product) => `${product} kann dieses Konto ab jetzt nutzen.`,
    reconnectedText: (product) => `${product} kann dieses Konto wieder nutzen.`,
    settingsKept: 'Ihre Einstellungen sind unverändert.',
    disconnectedText: (product) => `${product} hat keinen Zugriff mehr auf das Konto.`,
  },

  reauth: {
    title: 'Bitte verbinden Sie dieses Konto erneut',
    reasons: {
      refresh_rejected: (provider) =>
        `${provider} akzeptiert den erteilten Zugriff nicht mehr. Er ist vielleicht abgelaufen oder wurde dort widerrufen.`,
      refresh_interrupted: (provider) =>
        `Der Zugriff konnte bei ${provider} nicht rechtzeitig erneuert werden.`,
      credentials_rejected: (provider) =>
        `${provider} hat die Zugangsdaten abgelehnt. Vielleicht wurden sie geändert.`,
      no_refresh_token: (provider) =>
        `Der Zugriff ist abgelaufen, und ${provider} verlangt eine neue Anmeldung.`,
    },
    keeps: 'Ihre Einstellungen bleiben erhalten.',
  },

  choice: { title: 'Noch ein Schritt', button: 'Weiter' },

  disconnect: {
    button: 'Trennen',
    title: (account) => `${account} trennen?`,
    text: (product) => `${product} verliert sofort den Zugriff auf dieses Konto.`,
    stops: 'Das läuft danach nicht mehr:',
    confirm: 'Ja, trennen',
    keep: 'Verbunden bleiben',
    busy: 'Wird getrennt …',
  },

  settings: {
    title: 'Einstellungen',
    save: 'Speichern',
    busy: 'Wird gespeichert …',
    saved: 'Gespeichert',
    unsaved: 'Noch nicht gespeichert',
    discard: 'Verwerfen',
    failed: 'Das konnte nicht gespeichert werden. Ihre Angaben sind noch da.',
    fix: (count) =>
      count === 1 ? 'Eine Angabe fehlt oder stimmt nicht.' : `${count} Angaben fehlen oder stimmen nicht.`,
  },

  workflows: {
    title: 'Abläufe',
    incomplete: 'Einstellungen fehlen',
    failed: 'Das konnte nicht geändert werden. Bitte versuchen Sie es erneut.',
    settingsOf: (workflow) => `Einstellungen von ${workflow}`,
  },

  leaving: {
    title: 'Ohne Speichern verlassen?',
    text: 'Einige Ihrer Angaben sind noch nicht gespeichert.',
    stay: 'Weiter bearbeiten',
    leave: 'Verlassen',
  },

  fields: {
    show: 'Anzeigen',
    hide: 'Verbergen',
    choose: 'Auswählen …',
    none: 'Keine Auswahl',
    clear: (title) => `${title} leeren`,
    search: 'Tippen, um zu suchen',
    nothingFound: 'Nichts gefunden',
    nothingThere: 'Es gibt nichts auszuwählen',
    useTyped: (text) => `„${text}“ verwenden`,
    results: (count) => (count === 1 ? '1 Auswahl' : `${count} zur Auswahl`),
    loadingMore: 'Weitere werden geladen …',
    failed: 'Die Auswahl konnte nicht geladen werden.',
    copy: 'Kopieren',
    copied: 'Kopiert',
    chooseFile: 'Datei auswählen',
    dropFile: 'Fügen Sie den Text ein, ziehen Sie die Datei hierher oder wählen Sie sie aus.',
    addMapping: 'Feld hinzufügen',
    newField: 'Name des neuen Feldes',
    removeMapping: (field) => `${field} entfernen`,
    objectType: 'Datensatztyp',
    mapsTo: (field) => `Feld für ${field}`,
    requiredScope: 'immer nötig',
    yes: 'Ja',
  },

  problems: {
    required: () => 'Bitte füllen Sie dieses Feld aus.',
    not_a_text: () => 'Das ist zu lang.',
    pattern: (example?: string) =>
      example ? `Das sieht nicht richtig aus. Beispiel: ${example}` : 'Das sieht nicht richtig aus.',
    service_account: () => 'Das ist nicht die JSON-Datei eines Dienstkontos.',
    email: () => 'Bitte geben Sie eine E-Mail-Adresse ein, etwa name@example.com.',
    url: () => 'Bitte geben Sie eine Webadresse ein, die mit https:// oder http:// beginnt.',
    number: () => 'Bitte geben Sie eine Zahl ein.',
    boolean: () => 'Bitte wählen Sie ja oder nein.',
    option: () => 'Bitte wählen Sie aus der Liste.',
    shape: () => 'Bitte vervollständigen Sie dies.',
  },
}
