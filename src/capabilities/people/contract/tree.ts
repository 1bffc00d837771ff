import * as v from 'valibot'
import { cleanText, isFormula, lengthOf } from '../domain/roster/cells/text.ts'
import { longestUnitName } from '../domain/roster/cells/unit-path.ts'
import { id } from './staff.ts'

/** A team's name: one tidy line that a staff list can name again and a spreadsheet never runs. */
const unitName = v.pipe(
  v.string('unit-name-missing'),
  v.maxLength(2_000, 'unit-name-too-long'),
  v.transform(cleanText),
  v.nonEmpty('unit-name-missing'),
  v.check((name) => lengthOf(name) <= longestUnitName, 'unit-name-too-long'),
  v.check((name) => !name.includes('>'), 'unit-name-arrow'),
  v.check((name) => !isFormula(name), 'text-is-formula'),
)
const chosenUnit = v.pipe(v.string('unit-unknown'), v.uuid('unit-unknown'))

export const AddUnitForm = v.strictObject({ parent: id, name: unitName })
export const RenameUnitForm = v.strictObject({ unit: id, name: unitName })
export const MoveUnitForm = v.strictObject({ unit: id, parent: chosenUnit })
export const StepUnitForm = v.strictObject({ unit: id, step: v.picklist(['up', 'down']) })
export const MergeUnitForm = v.strictObject({ unit: id, into: chosenUnit })
export const CloseUnitForm = v.strictObject({ unit: id })
