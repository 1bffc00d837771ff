import {
  type AuditReport,
  audit,
  InputError,
  parsePublication,
  protect,
} from '../packages/small-cells/server.ts'
import {
  publicationsOf,
  readReleaseFile,
  saysItIsARelease,
} from '../src/capabilities/checkins/index.cells.server.ts'
import { readText, writeJson } from './json-in-out.ts'

/**
 * `kith protect` and `kith audit`: JSON from a file or `-`, JSON to standard output, one sentence to standard error.
 * Answers 0 when it is safe, 1 when it is refused, 2 when the input cannot be read, 3 when something failed that no
 * input should make fail: nothing was decided then. Needs no site and no database.
 */
export const runCells = async (given: {
  command: 'protect' | 'audit'
  words: readonly string[]
}): Promise<0 | 1 | 2 | 3> => {
  const { command, words } = given
  const [file] = words
  const say = (sentence: string) => console.error(sentence)
  if (file === undefined || words.length !== 1 || (file.startsWith('-') && file !== '-')) {
    say(`Say it like this: npm run kith -- ${command} FILE, or - to read from standard input.`)
    return 2
  }
  try {
    const text = await readText(file)
    if (command === 'audit' && saysItIsARelease(text)) return await auditRelease(text)
    const { publication, shown } = parsePublication(text)
    if (command === 'protect') {
      if (shown) throw new InputError('Shown: protect chooses that itself; audit takes it.')
      const report = await protect({ publication })
      await writeJson(report)
      const { shown: out, hidden } = report.audit.figures
      say(
        report.safe
          ? `Safe: ${out} figures are shown and ${hidden} hidden.`
          : refused(report.audit.refusals.length),
      )
      return report.safe ? 0 : 1
    }
    if (!shown) throw new InputError('Shown: audit needs to be told what is to be shown.')
    const report = await audit({ publication, shown })
    return await answer(report)
  } catch (error) {
    if (error instanceof InputError) say(error.message)
    else if (error instanceof Error && 'code' in error && typeof error.code === 'string')
      say(`${file} could not be read (${error.code}).`)
    else {
      const why = error instanceof Error ? error.message.split('\n')[0]?.slice(0, 200) : 'unknown'
      say(`Nothing was decided, because something failed here (${why}): do not publish this.`)
      return 3
    }
    return 2
  }
}

/** Every question of a release by itself, as somebody reads it who has nothing else. */
const auditRelease = async (text: string): Promise<0 | 1> => {
  const reports: AuditReport[] = []
  for (const part of publicationsOf(readReleaseFile(text))) reports.push(await audit(part))
  const sum = (of: (figures: AuditReport['figures']) => number) =>
    reports.reduce((total, { figures }) => total + of(figures), 0)
  return answer({
    safe: reports.every(({ safe }) => safe),
    refusals: reports.flatMap(({ refusals }) => refusals),
    hidden: reports.flatMap(({ hidden }) => hidden),
    figures: {
      shown: sum(({ shown }) => shown),
      hidden: sum(({ hidden }) => hidden),
      exact: sum(({ exact }) => exact),
      withinOne: sum(({ withinOne }) => withinOne),
    },
  })
}

const answer = async (report: AuditReport): Promise<0 | 1> => {
  await writeJson(report)
  console.error(
    report.safe
      ? `Safe: ${report.figures.hidden} hidden figures stay uncertain.`
      : refused(report.refusals.length),
  )
  return report.safe ? 0 : 1
}

const refused = (times: number) =>
  `Refused for ${times} ${times === 1 ? 'reason' : 'reasons'}: do not publish this. The report names each figure and what gives it away.`
