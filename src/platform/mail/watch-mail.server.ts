import type { Clock } from '../clock.ts'
import { type LetterTrouble, troubleOf } from '../letter-trouble.ts'
import type { Mail } from './mail.server.ts'

export type MailTrouble = { kind: LetterTrouble; at: Date }

/** Mail that remembers, until the next letter leaves, that one did not: for whoever runs the site. Not whose it was. */
export type WatchedMail = Mail & { trouble(): MailTrouble | undefined }

export const watchMail = (on: { mail: Mail; clock: Clock }): WatchedMail => {
  let trouble: MailTrouble | undefined
  return {
    isConnected: on.mail.isConnected,
    kept: () => on.mail.kept(),
    send: async (letter) => {
      try {
        await on.mail.send(letter)
        trouble = undefined
      } catch (error) {
        trouble = { kind: troubleOf(error), at: on.clock.now() }
        throw error
      }
    },
    trouble: () => trouble,
  }
}
