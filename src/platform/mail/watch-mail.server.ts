import type { Clock } from '../clock.ts'
import { type LetterTrouble, troubleOf } from '../letter-trouble.ts'
import type { Mail } from './mail.server.ts'

export type MailTrouble = { kind: LetterTrouble; at: Date }

/** Mail that remembers, until the next letter leaves, that one did not: for whoever runs the site. Not whose it was. */
export type WatchedMail = Mail & {
  trouble(): MailTrouble | undefined
  /** Whether a letter would be taken now, as far as that can be told; asked of the server at most every half minute. */
  isReady(): Promise<boolean>
}

const freshFor = 30_000

export const watchMail = (on: { mail: Mail; clock: Clock }): WatchedMail => {
  let trouble: MailTrouble | undefined
  let looked: { at: number; isReady: Promise<boolean> } | undefined
  const failed = (error: unknown) => {
    trouble = { kind: troubleOf(error), at: on.clock.now() }
  }
  const look = async (): Promise<boolean> => {
    try {
      await on.mail.reach?.()
      return true
    } catch (error) {
      failed(error)
      return false
    }
  }
  return {
    isConnected: on.mail.isConnected,
    kept: () => on.mail.kept(),
    send: async (letter) => {
      try {
        await on.mail.send(letter)
        trouble = undefined
      } catch (error) {
        failed(error)
        throw error
      }
    },
    trouble: () => trouble,
    isReady: () => {
      const at = on.clock.now().getTime()
      if (!looked || Math.abs(at - looked.at) >= freshFor) looked = { at, isReady: look() }
      return looked.isReady
    },
  }
}
