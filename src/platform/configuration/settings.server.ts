import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import * as v from 'valibot'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { areProxies, proxiesIn } from './proxies.server.ts'
import { isSecureAddress } from './secure-address.ts'

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
  HOST: v.optional(v.pipe(v.string(), v.minLength(1))),
  PUBLIC_URL: v.optional(httpOrigin),
  ANONYMOUS_URL: v.optional(httpOrigin),
  COLLECTOR_URL: v.optional(httpOrigin),
  TLS_CERT: v.optional(v.pipe(v.string(), v.minLength(1))),
  TLS_KEY: v.optional(v.pipe(v.string(), v.minLength(1))),
  TRUST_PROXY: v.optional(
    v.pipe(
      v.string(),
      v.transform(proxiesIn),
      v.check(areProxies, 'must be loopback, or addresses and ranges such as 10.1.2.3, 10.1.0.0/16'),
    ),
    '',
  ),
  DATA_DIR: v.optional(v.pipe(v.string(), v.minLength(1)), './data'),
  DATABASE_URL: v.optional(
    v.pipe(v.string(), v.regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://')),
  ),
  SMTP_URL: v.optional(v.pipe(v.string(), v.regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://'))),
  MAIL_FROM: v.optional(v.pipe(v.string(), v.includes('@', 'must be an e-mail address'))),
  METRICS_TOKEN: v.optional(
    v.pipe(
      v.string(),
      v.regex(
        /^[\w.~+/=-]{20,}$/,
        'must have at least 20 letters and digits, such as openssl rand -hex 24 makes',
      ),
    ),
  ),
  LOG_LEVEL: v.optional(
    v.picklist(['error', 'warn', 'info', 'debug'], 'must be error, warn, info or debug'),
    'info',
  ),
})

const names = Object.keys(Settings.entries)

export type Settings = {
  port: number
  /** The address that is listened on; undefined is every address of this machine. */
  host: string | undefined
  /** The address that people type, without a trailing slash. */
  publicUrl: string
  /** Whether browsers give pages there passkeys and the means to seal answers. */
  isAddressSecure: boolean
  /** A second address that only receives ballots, when the operator has one. */
  anonymousUrl: string | undefined
  /** Where this machine reaches a collector that runs as a process of its own; undefined where this process collects. */
  collectorUrl: string | undefined
  /** The files of a certificate and its key, where Kith serves https itself. */
  tls: TlsFiles | undefined
  /** Who is believed about where a request came from: `loopback`, addresses, ranges. By default nobody is. */
  trustedProxies: readonly string[]
  dataDir: string
  databaseUrl: string | undefined
  smtpUrl: string | undefined
  mailFrom: string
  /** Who knows it may read the metrics; without one there are none. */
  metricsToken: string | undefined
  logLevel: 'error' | 'warn' | 'info' | 'debug'
}

export type TlsFiles = { certFile: string; keyFile: string }

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
  const tls =
    given.TLS_CERT && given.TLS_KEY
      ? { certFile: resolve(given.TLS_CERT), keyFile: resolve(given.TLS_KEY) }
      : undefined
  const here = new URL(`${tls ? 'https' : 'http'}://localhost:${given.PORT}`).origin
  const publicUrl = given.PUBLIC_URL ?? here
  const problems = disagreements({ ...given, PUBLIC_URL: publicUrl })
  if (problems.length > 0) return refuse(problems)
  return accept({
    port: given.PORT,
    // Until somebody has said how it is reached, nobody but this machine is to reach it.
    host: given.HOST ?? (given.PUBLIC_URL === undefined ? '127.0.0.1' : undefined),
    publicUrl,
    isAddressSecure: isSecureAddress(publicUrl),
    anonymousUrl: given.ANONYMOUS_URL,
    collectorUrl: given.COLLECTOR_URL,
    tls,
    trustedProxies: given.TRUST_PROXY,
    dataDir: resolve(given.DATA_DIR),
    databaseUrl: given.DATABASE_URL,
    smtpUrl: given.SMTP_URL,
    mailFrom: given.MAIL_FROM ?? `kith@${new URL(publicUrl).hostname}`,
    metricsToken: given.METRICS_TOKEN,
    logLevel: given.LOG_LEVEL,
  })
}

/** What is right by itself and wrong beside another setting. */
const disagreements = (
  given: Pick<v.InferOutput<typeof Settings>, 'TLS_CERT' | 'TLS_KEY' | 'ANONYMOUS_URL'> & {
    PUBLIC_URL: string
  },
): SettingsProblem[] => {
  const problems: SettingsProblem[] = []
  const isSecure = given.PUBLIC_URL.startsWith('https:')
  if (given.TLS_CERT && !given.TLS_KEY) problems.push({ name: 'TLS_KEY', why: 'is needed beside TLS_CERT' })
  if (given.TLS_KEY && !given.TLS_CERT) problems.push({ name: 'TLS_CERT', why: 'is needed beside TLS_KEY' })
  if (given.TLS_CERT && given.TLS_KEY && !isSecure)
    problems.push({ name: 'PUBLIC_URL', why: 'must begin with https:// when TLS_CERT is set' })
  if (given.ANONYMOUS_URL === given.PUBLIC_URL)
    problems.push({ name: 'ANONYMOUS_URL', why: 'must differ from PUBLIC_URL, or be left out' })
  else if (isSecure && given.ANONYMOUS_URL?.startsWith('http:'))
    problems.push({ name: 'ANONYMOUS_URL', why: 'must begin with https://, as PUBLIC_URL does' })
  return problems
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
