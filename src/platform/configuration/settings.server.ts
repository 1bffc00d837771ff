import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import * as v from 'valibot'
import { accept, type Result, refuse } from '#kernel/result.ts'

const httpOrigin = v.pipe(
  v.string(),
  v.url('must be a whole address such as https://kith.example.org'),
  v.check((text) => /^https?:$/.test(new URL(text).protocol), 'must begin with http:// or https://'),
  v.check((text) => new URL(text).pathname === '/', 'must not have a path'),
  v.transform((text) => new URL(text).origin),
)

const Settings = v.strictObject({
  PORT: v.optional(
    v.pipe(v.string(), v.regex(/^\d{1,5}$/, 'must be a number'), v.transform(Number), v.maxValue(65535)),
    '3000',
  ),
  HOST: v.optional(v.pipe(v.string(), v.minLength(1)), '127.0.0.1'),
  PUBLIC_URL: v.optional(httpOrigin),
  ANONYMOUS_URL: v.optional(httpOrigin),
  DATA_DIR: v.optional(v.pipe(v.string(), v.minLength(1)), './data'),
  DATABASE_URL: v.optional(
    v.pipe(v.string(), v.regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://')),
  ),
  SMTP_URL: v.optional(v.pipe(v.string(), v.regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://'))),
  MAIL_FROM: v.optional(v.pipe(v.string(), v.includes('@', 'must be an e-mail address'))),
  LOG_LEVEL: v.optional(
    v.picklist(['error', 'warn', 'info', 'debug'], 'must be error, warn, info or debug'),
    'info',
  ),
})

const names = Object.keys(Settings.entries)

export type Settings = {
  port: number
  host: string
  /** The address that people type, without a trailing slash. */
  publicUrl: string
  /** A second address that only receives ballots, when the operator has one. */
  anonymousUrl: string | undefined
  dataDir: string
  databaseUrl: string | undefined
  smtpUrl: string | undefined
  mailFrom: string
  logLevel: 'error' | 'warn' | 'info' | 'debug'
}

export type SettingsProblem = { name: string; why: string }

/**
 * Reads the settings from the environment and, where KITH_SETTINGS names one, a file of NAME=value lines.
 * The environment wins. Every problem is reported at once, by the name of the setting.
 */
export const readSettings = (environment: NodeJS.ProcessEnv): Result<Settings, SettingsProblem[]> => {
  const file = fromFile(environment.KITH_SETTINGS)
  if (!file.ok) return file
  const raw: Record<string, string> = { ...file.value }
  for (const name of names) {
    const value = environment[name]
    if (value !== undefined && value !== '') raw[name] = value
  }
  const parsed = v.safeParse(Settings, raw)
  if (!parsed.success) return refuse(parsed.issues.map(describe))
  const given = parsed.output
  const publicUrl = given.PUBLIC_URL ?? `http://localhost:${given.PORT}`
  if (given.ANONYMOUS_URL === publicUrl) {
    return refuse([{ name: 'ANONYMOUS_URL', why: 'must differ from PUBLIC_URL, or be left out' }])
  }
  return accept({
    port: given.PORT,
    host: given.HOST,
    publicUrl,
    anonymousUrl: given.ANONYMOUS_URL,
    dataDir: resolve(given.DATA_DIR),
    databaseUrl: given.DATABASE_URL,
    smtpUrl: given.SMTP_URL,
    mailFrom: given.MAIL_FROM ?? `kith@${new URL(publicUrl).hostname}`,
    logLevel: given.LOG_LEVEL,
  })
}

const describe = (issue: v.BaseIssue<unknown>): SettingsProblem => {
  const name = String(issue.path?.[0]?.key ?? 'settings')
  return names.includes(name)
    ? { name, why: issue.message }
    : { name, why: 'is not a setting that Kith knows' }
}

const fromFile = (path: string | undefined): Result<Record<string, string>, SettingsProblem[]> => {
  if (!path) return accept({})
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return refuse([{ name: 'KITH_SETTINGS', why: 'names a file that cannot be read' }])
  }
  const values: Record<string, string> = {}
  const problems: SettingsProblem[] = []
  text.split(/\r?\n/).forEach((line, index) => {
    if (/^\s*(#.*)?$/.test(line)) return
    const match = /^\s*([A-Z_]+)\s*=\s*(.*?)\s*$/.exec(line)
    if (match?.[1]) values[match[1]] = match[2] ?? ''
    else problems.push({ name: 'KITH_SETTINGS', why: `line ${index + 1} is not NAME=value` })
  })
  return problems.length > 0 ? refuse(problems) : accept(values)
}
