import type { Instrument } from './instrument.ts'
import { askedItems } from './instrument-asking.ts'
import type { QuestionItem, Questions } from './wave.ts'

/** The questions of an instrument as they are asked now, in one language, to be frozen with a wave. */
export const questionsOf = (instrument: Instrument, locale: string): Questions => ({
  format: 1,
  instrument: instrument.id,
  version: instrument.version,
  title: instrument.title[locale] ?? Object.values(instrument.title)[0] ?? instrument.id,
  items: askedItems(instrument, locale).map((asked): QuestionItem => {
    const report = instrument.items.find(({ id }) => id === asked.id)?.report ?? { kind: 'none' }
    if (report.kind !== 'share') return { ...asked, report: { kind: report.kind } }
    const label = report.label[locale] ?? Object.values(report.label)[0] ?? ''
    return { ...asked, report: { kind: 'share', values: report.values, label } }
  }),
})
