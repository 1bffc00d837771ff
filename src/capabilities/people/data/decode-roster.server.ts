import { accept, type Result, refuse } from '#kernel/result.ts'

/** The encodings in which offices save a list. The last two are read only when somebody says so. */
export const rosterEncodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'windows-1256',
  'windows-1250',
] as const
export type RosterEncoding = (typeof rosterEncodings)[number]

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, at) => bytes[at] === byte)

function markOf(bytes: Uint8Array): RosterEncoding | null {
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) return 'utf-8'
  if (startsWith(bytes, [0xff, 0xfe])) return 'utf-16le'
  return startsWith(bytes, [0xfe, 0xff]) ? 'utf-16be' : null
}

const decode = ({ bytes, encoding }: { bytes: Uint8Array; encoding: RosterEncoding }) => ({
  text: new TextDecoder(encoding).decode(bytes),
  encoding,
})

function detect(bytes: Uint8Array): { text: string; encoding: RosterEncoding } {
  const mark = markOf(bytes)
  if (mark) return decode({ bytes, encoding: mark })
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' }
  } catch {
    return decode({ bytes, encoding: 'windows-1252' })
  }
}

/** Bytes into text without its mark. Refuses what is no text, and workbooks, which can be saved as CSV. */
export function decodeRoster({
  bytes,
  encoding,
}: {
  bytes: Uint8Array
  encoding: RosterEncoding | undefined
}): Result<{ text: string; encoding: RosterEncoding }, { code: 'file-binary' | 'file-is-workbook' }> {
  // Zip, which .xlsx and .ods are, and the compound file of .xls.
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]) || startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0]))
    return refuse({ code: 'file-is-workbook' })
  const decoded = encoding ? decode({ bytes, encoding }) : detect(bytes)
  const start = decoded.text.slice(0, 64 * 1024)
  const controls = start.match(/(?![\t\n\r])\p{Cc}/gu)?.length ?? 0
  if (decoded.text.includes('\0') || controls * 50 > start.length) return refuse({ code: 'file-binary' })
  return accept(decoded)
}
