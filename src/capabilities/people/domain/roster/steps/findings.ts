import { excerpt } from '../cells/text.ts'
import type { Choice, Decisions, Option, Problem, ProblemCode, RowLeftOut } from '../plan.ts'

type Found = { code: ProblemCode; lines: number[]; column: Problem['column']; value: string } & Partial<
  Pick<Problem, 'people' | 'suggestion'>
>

/** What one planning has come upon so far: its problems, its choices and the rows that stay out. */
export type Findings = {
  report: (found: Found & { outcome: 'left-out' | 'cleared' | 'mended' }) => void
  /** Reports a question and answers with the chosen option's id: the decision if it fits, or the first option. */
  ask: (found: Found & { id: string; options: [Option, ...Option[]] }) => string
  /** A question that is no problem of a row. */
  choose: (question: { id: string; options: [Option, ...Option[]] }) => string
  leaveOut: (row: RowLeftOut) => void
  problems: Problem[]
  choices: Choice[]
  leftOut: RowLeftOut[]
}

export function openFindings(decisions: Decisions): Findings {
  const problems: Problem[] = []
  const choices: Choice[] = []
  const leftOut: RowLeftOut[] = []
  const add = ({
    found,
    outcome,
    choice,
  }: {
    found: Found
    outcome: Problem['outcome']
    choice: Choice | null
  }) =>
    problems.push({
      code: found.code,
      outcome,
      lines: found.lines,
      column: found.column,
      value: excerpt(found.value),
      people: found.people ?? [],
      suggestion: found.suggestion ?? null,
      choice,
    })
  const open = ({ id, options }: { id: string; options: [Option, ...Option[]] }): Choice => {
    const decided = Object.hasOwn(decisions, id) ? decisions[id] : undefined
    const choice = { id, options, chosen: (options.find((option) => option.id === decided) ?? options[0]).id }
    choices.push(choice)
    return choice
  }
  return {
    report: ({ outcome, ...found }) => add({ found, outcome, choice: null }),
    ask: ({ id, options, ...found }) => {
      const choice = open({ id, options })
      add({ found, outcome: 'asked', choice })
      return choice.chosen
    },
    choose: (question) => open(question).chosen,
    leaveOut: (row) => leftOut.push(row),
    problems,
    choices,
    leftOut,
  }
}
