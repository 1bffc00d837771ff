import { createHash, X509Certificate as Parsed } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import { request } from 'node:https'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import type { X509Certificate } from '@peculiar/x509'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const day = 86_400_000

/** A certificate with its issuer's behind it, and its key, both as PEM. */
export type MadePair = { cert: string; key: string; serial: string }

export type Authority = {
  /** As PEM, for clients that are to trust it. */
  cert: string
  /** What Chromium calls it: the hash of its public key. */
  spki: string
  issue(names: readonly string[], lives?: { from: Date; to: Date }): Promise<MadePair>
}

/** The library wants a polyfill loaded first, which the sign-in library brings along. */
const loadLibrary = () => {
  createRequire(import.meta.resolve('@better-auth/passkey'))('reflect-metadata')
  return import('@peculiar/x509')
}

/** A private certificate authority, as a hospital has one. */
export const makeAuthority = async (): Promise<Authority> => {
  const {
    BasicConstraintsExtension,
    PemConverter,
    SubjectAlternativeNameExtension,
    X509CertificateGenerator,
  } = await loadLibrary()
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const notBefore = new Date(Date.now() - day)
  const own = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Private authority of a hospital',
    notBefore,
    notAfter: new Date(Date.now() + 30 * day),
    signingAlgorithm: algorithm,
    keys,
    extensions: [new BasicConstraintsExtension(true, 1, true)],
  })
  const spki = new Parsed(own.toString('pem')).publicKey.export({ type: 'spki', format: 'der' })
  return {
    cert: own.toString('pem'),
    spki: createHash('sha256').update(spki).digest('base64'),
    issue: async (names, lives = { from: notBefore, to: new Date(Date.now() + 10 * day) }) => {
      const leaf = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
      const made: X509Certificate = await X509CertificateGenerator.create({
        subject: `CN=${names[0]}`,
        issuer: own.subject,
        notBefore: lives.from,
        notAfter: lives.to,
        signingAlgorithm: algorithm,
        publicKey: leaf.publicKey,
        signingKey: keys.privateKey,
        extensions: [
          new SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns' as const, value }))),
        ],
      })
      const key = await crypto.subtle.exportKey('pkcs8', leaf.privateKey)
      return {
        cert: `${made.toString('pem')}\n${own.toString('pem')}\n`,
        key: `${PemConverter.encode(key, 'PRIVATE KEY')}\n`,
        serial: new Parsed(made.toString('pem')).serialNumber,
      }
    },
  }
}

/** A folder with the two files that TLS_CERT and TLS_KEY name. */
export const pairFolder = (first?: MadePair) => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-tls-'))
  const files = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') }
  const put = (pair: { cert?: string; key?: string }) => {
    if (pair.cert !== undefined) writeFileSync(files.certFile, pair.cert)
    if (pair.key !== undefined) writeFileSync(files.keyFile, pair.key, { mode: 0o600 })
  }
  if (first) put(first)
  return { files, put, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** What a server that is reached under a name answers to a client that trusts the authority and nobody else. */
export const askSecurely = (on: {
  authority: Authority
  url: string
  headers?: Record<string, string>
}): Promise<{ status: number; headers: IncomingHttpHeaders; serial: string }> =>
  new Promise((resolve, reject) => {
    const { authority, url, headers = {} } = on
    const { hostname, port, pathname } = new URL(url)
    const asked = request(
      {
        host: '127.0.0.1',
        servername: hostname,
        port,
        path: pathname,
        ca: authority.cert,
        agent: false,
        headers: { host: new URL(url).host, ...headers },
      },
      (response) => {
        const { serialNumber } = (response.socket as TLSSocket).getPeerCertificate()
        response.resume()
        response.once('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, serial: serialNumber }),
        )
      },
    )
    asked.once('error', reject)
    asked.end()
  })
