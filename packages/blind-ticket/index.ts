export { signWithBallotKey } from './ballot-signature.ts'
export {
  type BlindedTicket,
  blind,
  finalise,
  PREFIX_SIZE,
  prepare,
  ticketMessage,
  verifyTicket,
} from './blind.ts'
export { addPoints, addScalars, pointOf, scalarFrom } from './p256.ts'
export { SALT_SIZE } from './pss.ts'
export { deriveTicketSecrets, SEED_SIZE, type TicketSecrets } from './secrets.ts'
export { readTicketKey, TICKET_KEY_BITS, type TicketKey, type TicketKeyRefusal } from './ticket-key.ts'
