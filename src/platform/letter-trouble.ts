/**
 * Why a letter did not leave, without whom it was for. `refused`: this letter, by a server that answers; the others are
 * about the way there, and no fault of the letter.
 */
export type LetterTrouble = 'away' | 'sign-in' | 'encryption' | 'no-room' | 'refused' | 'unknown'

const byCode: Record<string, LetterTrouble> = {
  ECONNECTION: 'away',
  ECONNREFUSED: 'away',
  ECONNRESET: 'away',
  EAI_AGAIN: 'away',
  EDNS: 'away',
  EHOSTUNREACH: 'away',
  ENETUNREACH: 'away',
  ENOTFOUND: 'away',
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
  return byCode[String(code)] ?? 'unknown'
}

/** Whether to try the same letter later without holding this against it. */
export const isOnTheWay = (trouble: LetterTrouble): boolean => trouble !== 'refused' && trouble !== 'unknown'
