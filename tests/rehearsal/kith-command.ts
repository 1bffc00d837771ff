import { spawn } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** Runs `kith` as somebody without a site does: no settings, no database, a home of its own. */
export const kithIn = (folder: string) => (words: readonly string[], input?: string) =>
  new Promise<{ code: number | null; out: string; said: string }>((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'bin/kith'), ...words], {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', HOME: folder },
    })
    let out = ''
    let said = ''
    child.stdout.on('data', (bytes) => {
      out += bytes
    })
    child.stderr.on('data', (bytes) => {
      said += bytes
    })
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, out, said }))
    child.stdin.on('error', () => {})
    child.stdin.end(input ?? '')
  })
