import { AppError, type ErrorCode } from '@tenon/core'

/** What the system, TLS and undici call their faults, and what we call them. */
const codes: Record<string, ErrorCode> = {
  ENOTFOUND: 'upstream_dns_failed',
  EAI_AGAIN: 'upstream_dns_failed',
  EAI_FAIL: 'upstream_dns_failed',
  ENODATA: 'upstream_dns_failed',
  ECONNREFUSED: 'upstream_unreachable',
  EHOSTUNREACH: 'upstream_unreachable',
  ENETUNREACH: 'upstream_unreachable',
  EADDRNOTAVAIL: 'upstream_unreachable',
  ETIMEDOUT: 'upstream_timeout',
  UND_ERR_CONNECT_TIMEOUT: 'upstream_timeout',
  UND_ERR_HEADERS_TIMEOUT: 'upstream_timeout',
  UND_ERR_BODY_TIMEOUT: 'upstream_stalled',
  ECONNRESET: 'upstream_reset',
  EPIPE: 'upstream_reset',
  UND_ERR_SOCKET: 'upstream_reset',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'upstream_reset', // ended before its Content-Length
  HPE_INVALID_EOF_STATE: 'upstream_reset', // ended before its last chunk
  UND_ERR_HEADERS_OVERFLOW: 'upstream_protocol_error',
  UND_ERR_INVALID_ARG: 'invalid_request',
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: 'invalid_request',
  EPROTO: 'upstream_tls_failed',
  CERT_HAS_EXPIRED: 'upstream_tls_failed',
  CERT_NOT_YET_VALID: 'upstream_tls_failed',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'upstream_tls_failed',
  SELF_SIGNED_CERT_IN_CHAIN: 'upstream_tls_failed',
}

const messages: Partial<Record<ErrorCode, string>> = {
  upstream_dns_failed: 'has a host name that could not be resolved',
  upstream_unreachable: 'could not be reached',
  upstream_timeout: 'did not answer in time',
  upstream_stalled: 'stopped in the middle of its answer',
  upstream_reset: 'closed the connection before its answer was complete',
  upstream_tls_failed: 'could not be trusted: the TLS connection failed',
  upstream_upgraded: 'switched to another protocol, which nobody had asked for',
  upstream_protocol_error: 'answered with something that is not valid HTTP',
  invalid_request:
    'cannot be sent this request: a header, the path or the length of the body is not valid HTTP',
}

/** Names a fault of an outgoing call. The origin is told to the caller, the fault itself only to the log. */
export function outboundFailure(fault: unknown, origin: string): AppError {
  // fetch and its bodies reject with a TypeError around what happened
  const cause = fault instanceof TypeError && fault.cause ? fault.cause : fault
  if (cause instanceof AppError) return cause
  const code = codeOf(cause)
  return new AppError(code, `${origin} ${messages[code]}`, { cause })
}

function codeOf(cause: unknown): ErrorCode {
  const { name, code, message = '' } = cause as { name?: string; code?: string | number; message?: string }
  if (name === 'TimeoutError') return 'upstream_timeout' // of AbortSignal.timeout; its code is a number
  if (typeof code !== 'string') return 'upstream_protocol_error'
  // undici knows no code for an answer 101 or 100 that nobody asked for
  if (code === 'UND_ERR_SOCKET' && message === 'bad upgrade') return 'upstream_upgraded'
  if (code === 'UND_ERR_SOCKET' && message.startsWith('bad ')) return 'upstream_protocol_error'
  if (code === 'ECONNRESET' && message.includes('before secure TLS connection')) return 'upstream_tls_failed'
  const known = codes[code]
  if (known) return known
  return /^(ERR_TLS|ERR_SSL|UNABLE_TO_|CERT_|CRL_|HOSTNAME_)/.test(code)
    ? 'upstream_tls_failed'
    : 'upstream_protocol_error'
}
