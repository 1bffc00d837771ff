export type { Checkins } from './checkins.server.ts'
export { readPastedFields, sentTexts } from './contract/pasting-fields.ts'
export { readPlanFields } from './contract/plan-fields.ts'
export { readOutcomeForm, readReplyForm } from './contract/reply-form.ts'
export { readSeriesFields } from './contract/series-fields.ts'
export { readWitnessForm } from './contract/witness-form.ts'
export { checkinHolding } from './holding.server.ts'
export { checkinLetters } from './letters.server.ts'
export { advanceWaves } from './use-cases/advance-waves.server.ts'
export { announceWave } from './use-cases/announce-wave.server.ts'
export {
  type CancelledByRestore,
  cancelAfterRestore,
  listAllWaves,
} from './use-cases/cancel-after-restore.server.ts'
export { cancelWave } from './use-cases/cancel-wave.server.ts'
export { destroyAnswers } from './use-cases/destroy-answers.server.ts'
export { draftWave } from './use-cases/draft-wave.server.ts'
export { forgetWhoWasAsked } from './use-cases/forget-who-was-asked.server.ts'
export { giveHistoryKey } from './use-cases/give-history-key.server.ts'
export { issueTicket, issueTickets } from './use-cases/issue-ticket.server.ts'
export { openCheckins } from './use-cases/open-checkins.server.ts'
export { makeSheets } from './use-cases/paper/make-sheets.server.ts'
export { readPaperCheckins } from './use-cases/paper/read-paper-checkins.server.ts'
export { readSheets } from './use-cases/paper/read-sheets.server.ts'
export { pasteTexts } from './use-cases/paste-texts.server.ts'
export { type Asked, readAsked } from './use-cases/read-asked.server.ts'
export { readCancellation } from './use-cases/read-cancellation.server.ts'
export { readCarriedPacket } from './use-cases/read-carried-packet.server.ts'
export { readPackets } from './use-cases/read-packets.server.ts'
export { readPlanChoices } from './use-cases/read-plan-choices.server.ts'
export { type PrivateChoice, readPrivateChoice } from './use-cases/read-private-choice.server.ts'
export { readPastingForm, readQuestionnaires } from './use-cases/read-questionnaires.server.ts'
export {
  type PlanPreview,
  previewPlan,
  type ReleaseHead,
  readRelease,
  readReleaseHeads,
  readWave,
  readWaves,
  type WavePage,
} from './use-cases/read-waves.server.ts'
export { draftReply, dropReplyDraft } from './use-cases/replies/draft-reply.server.ts'
export { publishReplies } from './use-cases/replies/publish-replies.server.ts'
export { readReplies, readReplyStandings } from './use-cases/replies/read-replies.server.ts'
export { tellOutcome } from './use-cases/replies/tell-outcome.server.ts'
export { actOnSeries, skipDate } from './use-cases/series/act-on-series.server.ts'
export { keepSeries } from './use-cases/series/keep-series.server.ts'
export { previewSeries } from './use-cases/series/preview-series.server.ts'
export { readSeries, readSeriesChoices, readSeriesList } from './use-cases/series/read-series.server.ts'
export { showPlan } from './use-cases/show-plan.server.ts'
export { givePart } from './use-cases/trustees/give-part.server.ts'
export { keepParts, readTrusteeLink } from './use-cases/trustees/keep-parts.server.ts'
export { dismissTrustee, nameTrustee, renewTrusteeLink } from './use-cases/trustees/name-trustee.server.ts'
export {
  type KeyHolding,
  readHoldersNow,
  readKeyHolding,
  readTrustees,
  type TrusteeShown,
} from './use-cases/trustees/read-trustees.server.ts'
export { readWaiting, type Waiting, type WaitingWave } from './use-cases/trustees/read-waiting.server.ts'
export { acceptCosignature } from './use-cases/witnesses/accept-cosignature.server.ts'
export { changeWitnesses } from './use-cases/witnesses/change-witnesses.server.ts'
export { readGroupLines } from './use-cases/witnesses/read-group-lines.server.ts'
export { readPublicChain, readPublicPage } from './use-cases/witnesses/read-public-chain.server.ts'
export { readSigning } from './use-cases/witnesses/read-signing.server.ts'
export { readWitnesses } from './use-cases/witnesses/read-witnesses.server.ts'
