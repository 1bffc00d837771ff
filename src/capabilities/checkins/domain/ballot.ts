export { type BallotAnswers, decodeAnswers, encodeAnswers } from './ballot/answers.ts'
export { ballotAad, ballotInfo, nullifierOf } from './ballot/binding.ts'
export { buildBallot } from './ballot/build-ballot.ts'
export {
  ANSWERS_SIZE,
  BALLOT_SIZE,
  BALLOT_TABLE,
  BALLOT_VERSION,
  type Ballot,
  decodeBallot,
  encodeBallot,
  signedPart,
} from './ballot/layout.ts'
export { openBallot } from './ballot/open-ballot.ts'
