export type { InstrumentCard } from './domain/instrument-card.ts'
export { type PastingRefusal, pastingStatusOf } from './domain/instrument-pasting.ts'
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
export { showWave, stageOf, type WaveShown } from './domain/wave-shown.ts'
