/** What `npm start -- --help` prints. */
export const HELP = `npm start                  Tenon with its demo: a product, and a provider to connect to
npm start -- --no-demo     Tenon alone
npm start -- --help        this page

Installs and builds what is missing first. Ctrl-C stops everything. All settings are environment variables:

  PORT                     where Tenon listens                                    4400
  TASKBOARD_PORT           where the demo product listens                         4401
  SANDBOX_PORT             where the demo's provider listens                      4402
  HOST                     the address to listen on; 0.0.0.0 for all              127.0.0.1
  TENON_PUBLIC_URL         where browsers reach Tenon                             http://localhost:PORT
  TENON_DATA_DIR           the folder for database, keys and the demo's log       .tenon
  DATABASE_URL             a PostgreSQL of your own                               embedded
  TENON_ENCRYPTION_KEY     32 bytes in base64; needed with DATABASE_URL           made in the data folder
  TENON_PROVISION          a JSON file with projects that must exist; --no-demo only
  TENON_OUTBOUND_ALLOW     private addresses that may be called: host:port or 10.0.0.0/8
  TENON_LOG_LEVEL          fatal, error, warn, info, debug, trace or silent       info
  TENON_LOG_PRETTY         true or false                                          true on a terminal
  TENON_SMTP_URL           smtp or smtps, with user and password; TENON_MAIL_FROM, the sender, goes with it
  TENON_PROXY_CONNECT_TIMEOUT_MS, TENON_PROXY_FIRST_BYTE_TIMEOUT_MS, TENON_PROXY_STALL_TIMEOUT_MS,
  TENON_PROXY_MAX_REQUEST_BYTES, TENON_PROXY_MAX_RESPONSE_BYTES, TENON_PROXY_MAX_SIGNED_BYTES,
  TENON_SHUTDOWN_TIMEOUT_MS limits, explained in README.md

Example: PORT=5000 TENON_DATA_DIR=/srv/tenon npm start
`

/** Not written as it must be; the message is one line. */
export class UsageError extends Error {}

const KNOWN = ['--no-demo', '--help', '-h']

/**
 * @param {string[]} parameters of the command line
 * @throws {UsageError} naming the options
 */
export function parseOptions(parameters) {
  const unknown = parameters.find((parameter) => !KNOWN.includes(parameter))
  if (unknown !== undefined) throw new UsageError(`There is no option "${unknown}": use --no-demo or --help`)
  return {
    isHelp: parameters.includes('--help') || parameters.includes('-h'),
    withDemo: !parameters.includes('--no-demo'),
  }
}
