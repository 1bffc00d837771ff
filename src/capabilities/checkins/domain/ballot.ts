export { type BallotAnswers, decodeAnswers, encodeAnswers } from './ballot/answers.ts'
export { nullifierOf } from './ballot/binding.ts'
export type { BlockAnswer } from './ballot/block-answer.ts'
export { buildBallot, buildBlockBallot } from './ballot/build-ballot.ts'
export {
  ANSWERS_SIZE,
  BALLOT_SIZE,
  BALLOT_TABLE,
  type Ballot,
  decodeBallot,
  encodeBallot,
  signedPart,
} from './ballot/layout.ts'
export { openBallot, openBlockBallot, openMarkedBallot } from './ballot/open-ballot.ts'
