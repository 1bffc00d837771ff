import { Temporal } from 'temporal-polyfill'
import * as v from 'valibot'
import { isId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { PlanForm } from '../contract/plan-form.ts'
import type { Instrument } from '../domain/instrument.ts'
import { askedItems } from '../domain/instrument-asking.ts'
import type { CheckinRefusal } from '../domain/refusals.ts'
import { type Attribute, attributes } from '../domain/tables/attributes.ts'
import { groupBounds } from '../domain/wave.ts'

export type ReadPlan = {
  title: string
  instrument: Instrument
  audience: string[]
  opensAt: Date
  closesAt: Date
  minimumGroup: number
  reminds: boolean
  furtherTables: Attribute[]
  paper: string[]
}

const longest = 92 * 86_400_000

/** Reads the plan page's form in the organisation's time zone. */
export const readPlanForm = (
  input: unknown,
  on: { instruments: ReadonlyMap<string, Instrument>; timeZone: string },
): Result<ReadPlan, CheckinRefusal> => {
  const form = v.safeParse(PlanForm, input)
  if (!form.success) return refuse({ code: 'checkins/form-not-readable' })
  const { title, audience, minimumGroup, reminds, paper } = form.output
  if (title === '') return refuse({ code: 'checkins/title-missing' })
  const instrument = on.instruments.get(form.output.instrument)
  if (!instrument) return refuse({ code: 'checkins/instrument-unknown' })
  if (askedItems(instrument, instrument.languages[0]).length === 0)
    return refuse({ code: 'checkins/instrument-awaits-text' })
  if (minimumGroup < groupBounds.least || minimumGroup > groupBounds.most)
    return refuse({ code: 'checkins/minimum-group-out-of-range' })
  const opensAt = readLocal(form.output.opens, on.timeZone)
  const closesAt = readLocal(form.output.closes, on.timeZone)
  if (!opensAt || !closesAt) return refuse({ code: 'checkins/times-not-readable' })
  if (closesAt <= opensAt) return refuse({ code: 'checkins/closes-before-it-opens' })
  if (closesAt.getTime() - opensAt.getTime() > longest) return refuse({ code: 'checkins/too-long' })
  return accept({
    title,
    instrument,
    audience: [...new Set(audience)].sort(),
    opensAt,
    closesAt,
    minimumGroup,
    reminds,
    furtherTables: attributes.filter((attribute) => form.output.furtherTables.includes(attribute)),
    // A unit that is gone is on no paper.
    paper: [...new Set(paper.filter(isId))].sort(),
  })
}

// An hour that a clock change repeats is read as its first; one that it skips moves forward.
const readLocal = (text: string, timeZone: string): Date | undefined => {
  try {
    const instant = Temporal.PlainDateTime.from(text, { overflow: 'reject' }).toZonedDateTime(timeZone)
    return new Date(instant.epochMilliseconds)
  } catch {
    return undefined
  }
}
