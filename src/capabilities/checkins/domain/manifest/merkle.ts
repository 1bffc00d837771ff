import { fromBase64Url, sha256, toBase64Url, utf8 } from './digest.ts'

/**
 * A hash tree over the groups' entries, so that a phone checks its own group against the signed manifest by a dozen
 * hashes instead of reading every group's key. Leaves and nodes are marked apart (RFC 9162, section 2.1.1), and an
 * odd node is promoted as it is.
 */
type Step = { readonly side: 'left' | 'right'; readonly hash: string }
export type MerklePath = readonly Step[]
type Bytes = Uint8Array<ArrayBuffer>

const leafOf = (entry: string) => sha256(join([0], utf8(entry)))
const nodeOf = (left: Uint8Array, right: Uint8Array) => sha256(join([1], left, right))

/** @returns the root and, for each entry in order, its path. Entries: at least one. */
export const buildTree = async (
  entries: readonly string[],
): Promise<{ root: string; paths: MerklePath[] }> => {
  let level = await Promise.all(
    entries.map(async (entry, at) => ({ hash: await leafOf(entry), covers: [at] })),
  )
  const paths: Step[][] = entries.map(() => [])
  while (level.length > 1) {
    const above: typeof level = []
    for (let at = 0; at < level.length; at += 2) {
      const left = level[at]
      const right = level[at + 1]
      if (!left) continue
      if (!right) {
        above.push(left)
        continue
      }
      for (const entry of left.covers) paths[entry]?.push({ side: 'right', hash: toBase64Url(right.hash) })
      for (const entry of right.covers) paths[entry]?.push({ side: 'left', hash: toBase64Url(left.hash) })
      above.push({ hash: await nodeOf(left.hash, right.hash), covers: [...left.covers, ...right.covers] })
    }
    level = above
  }
  const root = level[0]
  if (!root) throw new RangeError('A hash tree needs an entry.')
  return { root: toBase64Url(root.hash), paths }
}

/** The root alone. Throws RangeError where there is no entry. */
export const rootOf = async (entries: readonly string[]): Promise<string> => {
  let level = await Promise.all(entries.map(leafOf))
  while (level.length > 1)
    level = await Promise.all(
      Array.from({ length: Math.ceil(level.length / 2) }, (_, at) =>
        pairOf(level[2 * at], level[2 * at + 1]),
      ),
    )
  const [root] = level
  if (!root) throw new RangeError('A hash tree needs an entry.')
  return toBase64Url(root)
}

const pairOf = async (left: Bytes | undefined, right: Bytes | undefined): Promise<Bytes> => {
  if (!left) throw new RangeError('A pair begins on its left.')
  return right ? nodeOf(left, right) : left
}

/** Whether the entry stands under the root. A path that cannot be read is simply a wrong one. */
export const standsUnder = async (options: {
  root: string
  entry: string
  path: MerklePath
}): Promise<boolean> => {
  let hash = await leafOf(options.entry)
  for (const step of options.path) {
    const beside = fromBase64Url(step.hash)
    if (!beside) return false
    hash = step.side === 'left' ? await nodeOf(beside, hash) : await nodeOf(hash, beside)
  }
  return toBase64Url(hash) === options.root
}

const join = (mark: readonly number[], ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(mark.length + parts.reduce((sum, part) => sum + part.length, 0))
  bytes.set(mark)
  let at = mark.length
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
