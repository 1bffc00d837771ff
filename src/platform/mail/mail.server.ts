import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import nodemailer from 'nodemailer'

export type Letter = { to: string; subject: string; text: string }
export type KeptLetter = Letter & { keptAt: string }

export type Mail = {
  /** Whether letters leave this machine; without it, letters are kept as files and codes cannot be sent at all. */
  isConnected: boolean
  /** @throws when the mail server refuses or cannot be reached: the caller's job tries again. */
  send(letter: Letter): Promise<void>
  /** Letters kept as files, newest first; none where a mail server is connected. */
  kept(): KeptLetter[]
}

export const connectMail = (options: { smtpUrl: string; from: string }): Mail => {
  const transport = nodemailer.createTransport({
    url: options.smtpUrl,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
  })
  return {
    isConnected: true,
    send: async (letter) => {
      await transport.sendMail({ from: options.from, ...letter })
    },
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
