import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import nodemailer from 'nodemailer'

/** `id`: the same whenever the same letter is sent again, so that a server that took it before can tell. */
export type Letter = {
  to: string
  subject: string
  text: string
  id?: string
  /** An entry for her calendar that comes with it. */
  calendar?: { name: string; text: string }
}
export type KeptLetter = Letter & { keptAt: string }

export type Mail = {
  /** Whether letters leave this machine; without it, letters are kept as files and codes cannot be sent at all. */
  isConnected: boolean
  /** @throws when the mail server refuses or cannot be reached: the caller's job tries again. */
  send(letter: Letter): Promise<void>
  /** @throws when no letter would be taken now, whoever it is for. Without this, nobody can tell before. */
  reach?(): Promise<void>
  /** Letters kept as files, newest first; none where a mail server is connected. */
  kept(): KeptLetter[]
}

export const connectMail = (options: {
  smtpUrl: string
  from: string
  /** Milliseconds to wait for a server to say something. */
  patience?: number
}): Mail => {
  const { smtpUrl, from, patience = 10_000 } = options
  const waiting = (longest: number) =>
    nodemailer.createTransport({
      url: smtpUrl,
      connectionTimeout: longest,
      greetingTimeout: longest,
      // Once it speaks it may take its time: a letter that was taken and sent again arrives twice.
      socketTimeout: 3 * longest,
    })
  const transport = waiting(patience)
  // Somebody waits for this one.
  const looking = waiting(patience / 3)
  const ownName =
    from
      .split('@')
      .at(-1)
      ?.replace(/[^\w.-]/g, '') || 'kith'
  return {
    isConnected: true,
    send: async ({ id, calendar, ...letter }) => {
      await transport.sendMail({
        from,
        ...letter,
        ...(id ? { messageId: `<${id}@${ownName}>` } : {}),
        ...(calendar
          ? { icalEvent: { method: 'PUBLISH', filename: calendar.name, content: calendar.text } }
          : {}),
      })
    },
    reach: async () => void (await looking.verify()),
    kept: () => [],
  }
}

/** Without a mail server, letters wait as files in the data folder; an operator reads them on a page of their own. */
export const keepMail = (folder: string): Mail => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return {
    isConnected: false,
    send: async (letter) => {
      const keptAt = new Date().toISOString()
      const name = `${keptAt.replace(/[:.]/g, '-')}-${randomUUID().slice(0, 8)}.json`
      const file = join(folder, name)
      writeFileSync(`${file}.new`, JSON.stringify({ keptAt, ...letter }), { mode: 0o600 })
      renameSync(`${file}.new`, file)
    },
    kept: () =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .sort()
        .reverse()
        .slice(0, 500)
        .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as KeptLetter),
  }
}
