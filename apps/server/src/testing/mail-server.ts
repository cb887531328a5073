import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

/** A real SMTP server that keeps what it is given. */
export interface MailServer {
  url: string
  received: { from: string; to: string[]; raw: string }[]
  /** Set: every message is refused for now. */
  refuses: boolean
  close: () => Promise<void>
}

/** Listens on 127.0.0.1, on a port of the system's choice. Whoever starts it closes it. */
export async function startMailServer(): Promise<MailServer> {
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, { envelope: { mailFrom, rcptTo } }, done) {
      text(stream).then((raw) => {
        if (mail.refuses) return done(Object.assign(new Error('try again later'), { responseCode: 451 }))
        const from = mailFrom ? mailFrom.address : ''
        // Lines that were folded for the wire are whole again.
        const whole = raw.replace(/=\r\n/g, '')
        mail.received.push({ from, to: rcptTo.map(({ address }) => address), raw: whole })
        done()
      }, done)
    },
  })
  const { server } = smtp
  smtp.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const mail: MailServer = {
    url: `smtp://127.0.0.1:${port}`,
    received: [],
    refuses: false,
    close: () => new Promise((resolve) => smtp.close(() => resolve())),
  }
  return mail
}
