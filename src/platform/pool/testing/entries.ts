import { hash } from 'node:crypto'

/** The ticket of a number: 32 bytes. */
export const ticketOf = (number: number): Buffer => hash('sha256', `ticket ${number}`, 'buffer')

/** A payload that begins with its text and is otherwise zero. */
export const payloadOf = (text: string | number, size = 100): Buffer => {
  const payload = Buffer.alloc(size)
  payload.write(String(text))
  return payload
}
