import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { createSecureContext, type Server } from 'node:tls'
import { accept, type Result, refuse } from '#kernel/result.ts'
import type { Clock } from '#platform/clock.ts'
import type { TlsFiles } from '#platform/configuration/settings.server.ts'
import type { Log } from '#platform/log/log.server.ts'

type Pair = { cert: Buffer; key: Buffer }

/** How often the files are looked at: whoever renews a certificate need not tell Kith. */
const halfMinute = 30_000

export type Certificate = {
  pair: Pair
  /** When the one in use runs out. */
  until(): Date
  /** Looks at the files once more, and hands a new pair to the server. */
  look(server: Pick<Server, 'setSecureContext'>): void
  /** Looks from time to time. @returns what ends the looking. */
  watch(server: Pick<Server, 'setSecureContext'>, every?: number): () => void
}

/**
 * The certificate with which Kith serves https, reloaded when its files change. A new pair that cannot be used, for
 * instance because only one of the two files has been written yet, is logged once, and the one in use stays.
 * @throws a sentence for the operator when there is no usable pair at the start.
 */
export const openCertificate = (on: {
  files: TlsFiles
  /** The names under which people reach the site. */
  hosts: readonly string[]
  clock: Clock
  log: Log
}): Certificate => {
  const { files, hosts, clock, log } = on
  const first = readPair(files)
  if (!first.ok) throw new Error(first.refusal)
  const warn = ({ cert }: Pair) => {
    for (const words of doubts({ cert: new X509Certificate(cert), hosts, now: clock.now() }))
      log.warn({}, words)
  }
  warn(first.value)
  let used = first.value
  let refused: string | undefined

  const look = (server: Pick<Server, 'setSecureContext'>) => {
    const read = readPair(files)
    if (!read.ok) {
      if (refused !== read.refusal)
        log.error({}, `a new certificate is not used, the old one still is: ${read.refusal}`)
      refused = read.refusal
      return
    }
    refused = undefined
    if (read.value.cert.equals(used.cert) && read.value.key.equals(used.key)) return
    server.setSecureContext(read.value)
    used = read.value
    log.info({}, 'a new certificate is in use')
    warn(used)
  }
  return {
    pair: first.value,
    until: () => new X509Certificate(used.cert).validToDate,
    look,
    watch: (server, every = halfMinute) => {
      const timer = setInterval(() => look(server), every).unref()
      return () => clearInterval(timer)
    },
  }
}

/** Both files, if a server could be made of them; otherwise one sentence. */
const readPair = ({ certFile, keyFile }: TlsFiles): Result<Pair, string> => {
  const cert = readNamed('TLS_CERT', certFile)
  if (!cert.ok) return cert
  const key = readNamed('TLS_KEY', keyFile)
  if (!key.ok) return key
  let first: X509Certificate
  let opened: KeyObject
  try {
    first = new X509Certificate(cert.value)
  } catch {
    return refuse(`TLS_CERT names ${certFile}, which holds no certificate in PEM form.`)
  }
  try {
    opened = createPrivateKey(key.value)
  } catch {
    return refuse(
      `TLS_KEY names ${keyFile}, which holds no private key in PEM form that opens without a passphrase.`,
    )
  }
  if (!first.checkPrivateKey(opened))
    return refuse('The key in TLS_KEY does not belong to the first certificate in TLS_CERT.')
  const pair = { cert: cert.value, key: key.value }
  try {
    createSecureContext(pair)
  } catch (error) {
    return refuse(`The certificate in TLS_CERT cannot be used (${(error as NodeJS.ErrnoException).code}).`)
  }
  return accept(pair)
}

const readNamed = (name: string, file: string): Result<Buffer, string> => {
  try {
    return accept(readFileSync(file))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return refuse(`${name} names ${file}, which is not there.`)
    if (code === 'EACCES' || code === 'EPERM')
      return refuse(`${name} names ${file}, which the user that runs Kith may not read.`)
    return refuse(`${name} names ${file}, which cannot be read (${code}).`)
  }
}

/** What browsers will object to, and Kith serves all the same. */
const doubts = (on: { cert: X509Certificate; hosts: readonly string[]; now: Date }): string[] => [
  ...on.hosts
    .filter((host) => (isIP(host) ? on.cert.checkIP(host) : on.cert.checkHost(host)) === undefined)
    .map((host) => `the certificate in TLS_CERT does not name ${host}`),
  ...(on.now < on.cert.validFromDate ? ['the certificate in TLS_CERT is not valid yet'] : []),
  ...(on.now > on.cert.validToDate ? ['the certificate in TLS_CERT has run out'] : []),
]
