import { encodeAnswers } from '../ballot/answers.ts'
import { type Instrument, optionSetOf } from '../instrument.ts'
import type { Incoherence } from '../instrument-coherence.ts'
import { withBorrowed } from './borrow.ts'
import { mostInOneWave, onlyModules, turnsOf } from './turns.ts'

/**
 * What only all files together can say of a survey: that what it borrows is there, that no turn can reach forty
 * questions even when every wording is pasted, and that the longest answers of each turn fit into a ballot.
 */
export const surveyFaults = (survey: Instrument, shelf: ReadonlyMap<string, Instrument>): Incoherence[] => {
  const faults = (survey.modules ?? []).flatMap((module, at) =>
    Object.entries(module.borrows).flatMap(([id, items]) => {
      const lender = shelf.get(id)
      const field = `modules.${at}.borrows.${id}`
      if (!lender || lender.modules)
        return [{ field, problem: `no questionnaire to borrow from is called “${id}”` }]
      return items
        .filter((item) => !lender.items.some((one) => one.id === item && one.counterpartOf === undefined))
        .map((item) => ({ field, problem: `“${id}” has no item “${item}” to lend` }))
    }),
  )
  return faults.length > 0 ? faults : sizeFaults(withBorrowed(survey, shelf))
}

const sizeFaults = (survey: Instrument): Incoherence[] => {
  const original = new Set(
    survey.items.filter(({ counterpartOf }) => counterpartOf === undefined).map(({ id }) => id),
  )
  const sizes = (survey.modules ?? []).map(({ id, core, items }) => ({
    id,
    core,
    items: items.filter((item) => original.has(item)).length,
  }))
  const turns = turnsOf(sizes)
  const itemsOf = (turn: readonly string[]) =>
    sizes.filter(({ id }) => turn.includes(id)).reduce((sum, { items }) => sum + items, 0)
  const faults: Incoherence[] = []
  if (turns.some((turn) => itemsOf(turn) > mostInOneWave))
    faults.push({
      field: 'modules',
      problem: `the core and one module are more than ${mostInOneWave} questions`,
    })
  if (turns.some((turn) => !fitsBallot(onlyModules(survey, turn))))
    faults.push({
      field: 'modules',
      problem: 'the answers of one turn do not fit into a ballot: shorten ids',
    })
  return faults
}

/** Counterparts are left out: a ballot answers an item or its counterpart. The longer of the two ids is taken. */
const fitsBallot = (asked: Instrument): boolean => {
  const answers = asked.items
    .filter(({ counterpartOf }) => counterpartOf === undefined)
    .map((item): [string, number] => {
      const ids = [
        item.id,
        ...asked.items.flatMap(({ id, counterpartOf }) => (counterpartOf === item.id ? [id] : [])),
      ]
      const values = optionSetOf(asked, item).options.map(({ value }) => value)
      return [longestOf(ids), Number(longestOf(values.map(String)))]
    })
  return encodeAnswers(Object.fromEntries(answers), { isKeyedIn: true }).ok
}

const longestOf = (texts: readonly string[]): string =>
  texts.reduce((longest, text) => (text.length > longest.length ? text : longest), '')
