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
import { runOnJson, say, writeJson } from './json-in-out.ts'

/**
 * `kith protect` and `kith audit`: JSON from a file or `-`, JSON to standard output, one sentence to standard error.
 * Answers 0 when it is safe, 1 when it is refused, 2 when the input cannot be read, 3 when something failed that no
 * input should make fail: nothing was decided then. Needs no site and no database.
 */
export const runCells = (given: {
  command: 'protect' | 'audit'
  words: readonly string[]
}): Promise<0 | 1 | 2 | 3> =>
  runOnJson({
    ...given,
    failed: (why) => `Nothing was decided, because something failed here (${why}): do not publish this.`,
    run: given.command === 'protect' ? protectText : auditText,
  })

const protectText = async (text: string): Promise<0 | 1> => {
  const { publication, shown } = parsePublication(text)
  if (shown) throw new InputError('Shown: protect chooses that itself; audit takes it.')
  const report = await protect({ publication })
  await writeJson(report)
  const { refusals, figures } = report.audit
  say(
    report.safe
      ? `Safe: ${figures.shown} figures are shown and ${figures.hidden} hidden.`
      : refused(refusals.length),
  )
  return report.safe ? 0 : 1
}

const auditText = async (text: string): Promise<0 | 1> => {
  if (saysItIsARelease(text)) return auditRelease(text)
  const { publication, shown } = parsePublication(text)
  if (!shown) throw new InputError('Shown: audit needs to be told what is to be shown.')
  return answer(await audit({ publication, shown }))
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
  say(
    report.safe
      ? `Safe: ${report.figures.hidden} hidden figures stay uncertain.`
      : refused(report.refusals.length),
  )
  return report.safe ? 0 : 1
}

const refused = (times: number) =>
  `Refused for ${times} ${times === 1 ? 'reason' : 'reasons'}: do not publish this. The report names each figure and what gives it away.`
