/**
 * Why a letter did not leave, without whom it was for. `refused`: this letter, by a server that answers; the others are
 * about the way there, and no fault of the letter. `later`: the server answers, and wants to be asked again.
 */
export type LetterTrouble = 'away' | 'sign-in' | 'encryption' | 'no-room' | 'later' | 'refused' | 'unknown'

const byCode: Record<string, LetterTrouble> = {
  ECONNECTION: 'away',
  ECONNREFUSED: 'away',
  ECONNRESET: 'away',
  EAI_AGAIN: 'away',
  EDNS: 'away',
  EHOSTUNREACH: 'away',
  ENETUNREACH: 'away',
  ENOTFOUND: 'away',
  EPROTOCOL: 'away',
  ESOCKET: 'away',
  ETIMEDOUT: 'away',
  EAUTH: 'sign-in',
  ENOAUTH: 'sign-in',
  ETLS: 'encryption',
  CERT_HAS_EXPIRED: 'encryption',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'encryption',
  SELF_SIGNED_CERT_IN_CHAIN: 'encryption',
  ERR_TLS_CERT_ALTNAME_INVALID: 'encryption',
  ENOSPC: 'no-room',
  EENVELOPE: 'refused',
  EMESSAGE: 'refused',
}

/** Reads the code of what a mail server or a disk said, never its words: those quote addresses. */
export const troubleOf = (error: unknown): LetterTrouble => {
  const { code, responseCode } = (error ?? {}) as { code?: unknown; responseCode?: unknown }
  // RFC 5321, 4.2.3: “service not available, closing transmission channel”.
  if (responseCode === 421) return 'away'
  const trouble = byCode[String(code)] ?? 'unknown'
  // The same, 4.2.1: every other 4 is this letter's, for now; many servers answer so to whom they do not know yet.
  const isForNow = typeof responseCode === 'number' && responseCode >= 400 && responseCode < 500
  return isForNow && (trouble === 'refused' || trouble === 'unknown') ? 'later' : trouble
}

/** Whether no letter would leave now, whichever it is. */
export const isOnTheWay = (trouble: LetterTrouble): boolean =>
  trouble !== 'refused' && trouble !== 'unknown' && trouble !== 'later'
