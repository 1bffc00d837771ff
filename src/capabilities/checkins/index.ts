export type { ChainPage } from './domain/chain/entry.ts'
export type { FetchPage } from './domain/chain/fetch-entries.ts'
export { type AuditFault, headsOf, readAuditExport, verifyAudit } from './domain/chain/verify-audit.ts'
export type { ChainFault } from './domain/chain/verify-chain.ts'
export type { InstrumentCard } from './domain/instrument-card.ts'
export { type PastingRefusal, pastingStatusOf } from './domain/instrument-pasting.ts'
export { type FetchLines, readGroupLines } from './domain/manifest/group-lines.ts'
export { hashOfText } from './domain/manifest/manifest.ts'
export type { CheckinPacket } from './domain/packet.ts'
export { audienceOf, type PlanFields } from './domain/plan-fields.ts'
export type { PlanShown } from './domain/plan-shown.ts'
export { type BallotAnswer, type CheckinRefusal, statusOf } from './domain/refusals.ts'
export { toCsv } from './domain/release/csv.ts'
export type {
  Cell,
  ReleaseDocument,
  ReleasedItem,
  ReleasedUnit,
  TrendPoint,
} from './domain/release/document.ts'
export { spokenIn } from './domain/release/spoken.ts'
export type { PlannedNode } from './domain/reporting-groups.ts'
export { type TrusteeRefusal, trusteeStatusOf } from './domain/trustees/refusals.ts'
export { cosignatureOf, waitingFor, withCosignature } from './domain/watching/co-sign.ts'
export { readState } from './domain/watching/read-state.ts'
export { newState, type WitnessState, writeState } from './domain/watching/state.ts'
export {
  addressOfList,
  forgetAlarm,
  lookAgain,
  newList,
  type WatchedList,
  type WatchTrouble,
} from './domain/watching/watch.ts'
export { openWitnessKey } from './domain/watching/witness-key.ts'
export { showWave, stageOf, type WaveShown } from './domain/wave-shown.ts'
