import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import {
  type AuditFault,
  addressOfList,
  type ChainFault,
  type ChainPage,
  cosignatureOf,
  type FetchLines,
  type FetchPage,
  forgetAlarm,
  headsOf,
  lookAgain,
  newList,
  newState,
  openWitnessKey,
  readAuditExport,
  readGroupLines,
  readState,
  verifyAudit,
  type WatchedList,
  type WitnessState,
  waitingFor,
  withCosignature,
  writeState,
} from '../src/capabilities/checkins/index.ts'

const usage =
  'npm run kith -- verify https://…/manifests/… [--remember FILE [--new]] [--excuse HASH] [--sign FILE] [--audit FILE]'

/** 0: all well. 1: an alarm, a sentence for each. 2: something could not be read. */
type Verdict = { code: 0 | 1 | 2; lines: string[] }

const patience = 180_000
const largestPage = 16_000_000
const longestName = 120
class Unreadable extends Error {}

/** Follows a public list once, as a witness's page does, for cron: remembers, signs, and compares an exported audit. */
export const verifyList = async (words: readonly string[]): Promise<Verdict> => {
  try {
    return await verify(readWords(words))
  } catch (error) {
    if (error instanceof Unreadable) return { code: 2, lines: [error.message] }
    throw error
  }
}

type Wish = {
  address: string
  isNew: boolean
  /** The hash of an entry of which its reader knows why it is wrong. */
  excuse?: string
  poster?: string
  remember?: string
  sign?: string
  audit?: string
}

const readWords = (words: readonly string[]): Wish => {
  const files: Record<string, string> = {}
  const named: string[] = []
  let isNew = false
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    if (!word.startsWith('--')) named.push(word)
    else if (word === '--new') isNew = true
    else if (['--remember', '--sign', '--audit', '--excuse'].includes(word) && words[at + 1])
      files[word.slice(2)] = words[++at] ?? ''
    else throw new Unreadable(`Say it like this: ${usage}`)
  }
  const address = addressOfList(named[0] ?? '')
  if (named.length !== 1 || !address || ((isNew || files.excuse) && !files.remember))
    throw new Unreadable(`Say it like this: ${usage}`)
  // A poster's code holds the address with the hash of one announcement behind it.
  const [, poster] = /#([\w-]{43})$/.exec(named[0] ?? '') ?? []
  return { address, isNew, ...(poster ? { poster } : {}), ...files }
}

const verify = async (wish: Wish): Promise<Verdict> => {
  const remembered = memoryOf(wish)
  const before = remembered.lists.find(({ address }) => address === wish.address) ?? newList(wish.address)
  const asks = { fetchPage: pagesAt(wish.address), fetchLines: linesAt(wish.address) }
  const { trouble } = before
  const isExcused = trouble?.kind === 'alarm' && trouble.hash !== undefined && trouble.hash === wish.excuse
  if (wish.excuse && !isExcused) throw new Unreadable('No alarm is remembered for this entry.')
  let list = await lookAgain(isExcused ? forgetAlarm(before) : before, { ...asks, now: new Date() })
  const lines: string[] = []
  if (list.trouble?.kind === 'unread') lines.push(`${wish.address} could not be read.`)
  if (list.trouble?.kind === 'alarm')
    lines.push(`ALARM, entry ${list.trouble.number}: ${faults[list.trouble.fault]}`)
  if (list.trouble?.kind === 'alarm' && list.trouble.hash && wish.remember)
    lines.push(`Whoever knows why sets this one entry aside with --excuse ${list.trouble.hash}`)
  if (!list.trouble && wish.sign) {
    const signed = await signWaiting(list, wish.sign)
    list = signed.list
    lines.push(...signed.lines)
    if (signed.hasFailed) {
      remember(wish, remembered, list)
      return { code: 2, lines }
    }
  }
  remember(wish, remembered, list)
  if (list.trouble) return { code: list.trouble.kind === 'alarm' ? 1 : 2, lines }
  if (wish.poster && !list.entries.some(({ kind, hash }) => kind === 'manifest' && hash === wish.poster))
    return {
      code: 1,
      lines: [...lines, 'ALARM: the announcement of this poster does not stand on the list.'],
    }
  if (wish.audit) {
    const compared = await compareAudit(list, wish.audit)
    lines.push(...compared.lines)
    if (compared.code !== 0) return { code: compared.code, lines }
  }
  return {
    code: 0,
    lines: [...lines, `${printable(list.name)}: all ${list.known?.number ?? 0} entries hold together.`],
  }
}

/** A memory that is gone would begin anew, and find no fork: that is said, not done. */
const memoryOf = ({ remember: file, isNew }: Wish): WitnessState => {
  if (file === undefined) return newState
  if (isNew === existsSync(file))
    throw new Unreadable(
      isNew
        ? `${file} is there already. Without --new it is read and goes on.`
        : `${file} is not there, so nothing is remembered. Add --new if this is the first look.`,
    )
  return isNew ? newState : stateIn(file)
}

const signWaiting = async (list: WatchedList, file: string) => {
  const key = await openWitnessKey(stateIn(file).secret ?? '')
  if (!key) throw new Unreadable(`${file} holds no key.`)
  let after = list
  const lines: string[] = []
  for (const entry of await waitingFor(list, key.publicKey)) {
    const cosignature = await cosignatureOf(entry, key)
    if (!cosignature || !(await handIn(list.address, cosignature))) {
      lines.push(`The signature under entry ${entry.number} could not be handed in.`)
      return { list: after, lines, hasFailed: true }
    }
    after = withCosignature(after, cosignature)
    lines.push(`Entry ${entry.number} is signed.`)
  }
  return { list: after, lines, hasFailed: false }
}

const compareAudit = async (list: WatchedList, file: string): Promise<Verdict> => {
  const exported = readAuditExport(textOf(file))
  if (!exported) throw new Unreadable(`${file} is no exported audit.`)
  if (exported.organisation !== list.known?.organisation)
    throw new Unreadable(`${file} is the audit of another organisation.`)
  const heads = headsOf(list.entries)
  const { fault, cut } = await verifyAudit({ rows: exported.entries, heads, now: new Date() })
  const lines = cut
    ? [
        `The audit says that its rows up to ${cut.upTo} were cut on ${new Date(cut.at).toISOString().slice(0, 10)}.`,
      ]
    : []
  const isUncompared = cut ? cut.isBeyond : heads.length === 0
  if (isUncompared) lines.push('No row of it stands on the public list: the audit was compared with nothing.')
  if (fault) lines.push(`ALARM, row ${fault.number} of the audit: ${auditFaults[fault.fault]}`)
  return { lines, code: fault ? 1 : isUncompared ? 2 : 0 }
}

/** What somebody else wrote, without what would steer a terminal. */
const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd').slice(0, longestName)

const remember = (wish: Wish, state: WitnessState, list: WatchedList): void => {
  if (!wish.remember) return
  const others = state.lists.filter(({ address }) => address !== list.address)
  const text = writeState({ ...state, lists: [...others, list] })
  writeFileSync(`${wish.remember}.new`, text, { mode: 0o600, flush: true })
  renameSync(`${wish.remember}.new`, wish.remember)
}

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new Unreadable(`${file} cannot be read.`)
  }
}

const stateIn = (file: string): WitnessState => {
  const state = readState(textOf(file))
  if (!state) throw new Unreadable(`${file} was not saved by a witness’s page or by kith verify.`)
  return state
}

const fetchPublic = async (address: string): Promise<unknown> => {
  try {
    const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(patience) })
    const text = await response.text()
    return response.ok && text.length <= largestPage ? JSON.parse(text) : undefined
  } catch {
    return undefined
  }
}

const pagesAt =
  (address: string): FetchPage =>
  async (from) =>
    (await fetchPublic(`${address}?from=${from}`)) as ChainPage | undefined

const linesAt =
  (address: string): FetchLines =>
  async (of) =>
    readGroupLines(await fetchPublic(`${address}/groups?of=${of}`), of)

const handIn = async (address: string, cosignature: object): Promise<boolean> => {
  try {
    const response = await fetch(`${address}/cosignatures`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(cosignature),
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    })
    return response.ok
  } catch {
    return false
  }
}

const faults: Record<ChainFault, string> = {
  'chain/not-readable': 'it cannot be read.',
  'chain/format-unknown': 'it has a format that this version does not know. Get a newer Kith.',
  'chain/another-organisation': 'it belongs to another organisation.',
  'chain/signer-changed': 'it is signed with another key than before.',
  'chain/altered': 'its text, its hash and its signature do not belong together.',
  'chain/gap': 'an entry is missing.',
  'chain/forked': 'the list has another history than the one that was seen before.',
  'chain/day-went-back': 'it is dated before an earlier one: what it names would look older than it is.',
  'chain/announced-twice': 'one check-in was announced in two ways.',
  'chain/shrunk': 'the list ends before what was seen of it.',
  'chain/audit-went-back': 'the audit ends earlier, or otherwise, than it did.',
  'chain/part-used-again': 'a part of a trustee’s key was used in an earlier announcement.',
  'chain/groups-differ': 'its groups do not add up to those who are asked, or one of them stands twice.',
  'chain/witnesses-differ': 'an announcement names other witnesses than the list.',
}

const auditFaults: Record<AuditFault['fault'], string> = {
  'audit/altered': 'it was altered.',
  'audit/gap': 'it is missing, or stands elsewhere.',
  'audit/not-as-witnessed': 'it is not the row that stands on the public list.',
  'audit/cut-too-soon': 'it is said to be cut, and rows of the last year never are.',
  'audit/ends-early': 'it is missing: the public list names it.',
}
