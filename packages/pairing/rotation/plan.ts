import { mixingBound, repeatsBound } from '../bounds/bound.ts'
import { readRequest } from '../reading/read-request.ts'
import { bestPlan } from '../search/best-plan.ts'
import { groupsOf } from '../search/seating.ts'
import { brokenRound } from './check.ts'
import { reportOf } from './report.ts'
import { accept, type Refusal, type Result, type Rotation, type RotationRequest, refuse } from './request.ts'
import { unmixedOf } from './unmixed.ts'

/**
 * Plans rounds of small groups in which people meet as many others as can be. Keeps every hard rule (sizes, absences,
 * `apart`, `together`, `locked`) or refuses; among what is left keeps repeats and groups of people who are alike as few
 * as it finds, and says how few they can be. Same request, same answer, on every machine.
 *
 * Works in steps of about a millisecond and hands out, at each, how many exchanges were tried: take a turn for others
 * there. Reading, bounds and report are a step each. Method, sources and limits: README.md.
 */
export function* planInSteps(request: RotationRequest): Generator<number, Result<Rotation, Refusal>, void> {
  const read = readRequest(request)
  if (!read.ok) return read
  const problem = read.value
  yield 0
  const bound = repeatsBound(problem)
  yield 0
  const found = yield* bestPlan({ problem, target: bound.repeats + mixingBound(problem) })
  if ('round' in found) return refuse({ code: 'no-groups', round: found.round, isProved: true })
  const rounds = found.tables.map((table, at) => [...(problem.rounds[at]?.locked ?? []), ...groupsOf(table)])
  yield found.moves
  const broken = brokenRound({ problem, rounds })
  if (broken !== null) return refuse({ code: 'no-groups', round: broken, isProved: false })
  yield found.moves
  const unmixed = unmixedOf({ problem, rounds })
  yield found.moves
  return accept(reportOf({ problem, rounds, bound, unmixed, found }))
}

/** The same in one go, for whoever has nothing else to do. */
export const planRotation = (request: RotationRequest): Result<Rotation, Refusal> => {
  const steps = planInSteps(request)
  let step = steps.next()
  while (!step.done) step = steps.next()
  return step.value
}
