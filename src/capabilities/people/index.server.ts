export { holdPerson, listEntries } from './data/merge-people.server.ts'
export { queueMessages } from './data/messages.server.ts'
export type { Colleague } from './data/profiles.server.ts'
export { pushWaits } from './data/push-subscriptions.server.ts'
export {
  isRoleHeld,
  listNames,
  listOrganisations,
  listStaff,
  listUnits,
  type OrganisationSummary,
  type StaffMember,
  type StaffUnit,
} from './data/staff.server.ts'
export { openRosterReader, type RosterReader } from './importing/roster-reader.server.ts'
export { mayLookAfterPeople, mayOperate, mayReadAudit } from './policy.ts'
export {
  askToJoinCommons,
  enterCommons,
  findOpenCommons,
  joinCommons,
} from './use-cases/commons/join-commons.server.ts'
export { makeCommons, moveCommonsDoor, seeCommons } from './use-cases/commons/look-after-commons.server.ts'
export { deleteOwnAccount, deleteOwnMembership } from './use-cases/her-data/delete-own-data.server.ts'
export type { Holding } from './use-cases/her-data/holding.server.ts'
export { seeAccountData, seeOwnData } from './use-cases/her-data/see-own-data.server.ts'
export { confirmImport, type Imported } from './use-cases/importing/confirm-import.server.ts'
export { type ImportSeen, previewImport } from './use-cases/importing/preview-import.server.ts'
export { uploadRoster } from './use-cases/importing/upload-roster.server.ts'
export { acceptInvitation } from './use-cases/joining/accept-invitation.server.ts'
export { inviteAgain } from './use-cases/joining/invite-again.server.ts'
export { inviteMembers } from './use-cases/joining/invite-members.server.ts'
export { listSlips, type Slip, seeInvitations, slipsPerPage } from './use-cases/joining/list-slips.server.ts'
export { type InvitationSeen, readInvitation } from './use-cases/joining/read-invitation.server.ts'
export { readTypedCode } from './use-cases/joining/read-typed-code.server.ts'
export { askForPush, stopPush } from './use-cases/messages/ask-for-push.server.ts'
export { countLetters } from './use-cases/messages/count-letters.server.ts'
export type { LetterMaker, Letters, MessageFacts, Notice } from './use-cases/messages/letters.server.ts'
export { sendMessages } from './use-cases/messages/send-messages.server.ts'
export {
  isSendingNow,
  nextSendingMoment,
  readSendingHours,
  type SendingHours,
  seeSendingHours,
  setSendingHours,
} from './use-cases/messages/sending-hours.server.ts'
export { exportAudit } from './use-cases/operating/export-audit.server.ts'
export { type AuditSeen, seeAudit } from './use-cases/operating/see-audit.server.ts'
export { type SiteSeen, seeSite } from './use-cases/operating/see-site.server.ts'
export { tryLettersAgain } from './use-cases/operating/try-letters-again.server.ts'
export { witnessAudits } from './use-cases/operating/witness-audits.server.ts'
export { changeProfile } from './use-cases/profile/change-profile.server.ts'
export { type ProfileSeen, seeProfile } from './use-cases/profile/see-profile.server.ts'
export { attemptLives, beginByProvider } from './use-cases/provider/begin-by-provider.server.ts'
export { enterByProvider } from './use-cases/provider/enter-by-provider.server.ts'
export {
  checkProvider,
  forgetProviderPeople,
  keepProvider,
  seeProvider,
  turnProviderOn,
} from './use-cases/provider/look-after-provider.server.ts'
export { findProviderButton } from './use-cases/provider/read-provider.server.ts'
export { changeRetention } from './use-cases/retention/change-retention.server.ts'
export { type Removers, removeOldRecords } from './use-cases/retention/remove-old-records.server.ts'
export { type RetentionSeen, seeRetention } from './use-cases/retention/see-retention.server.ts'
export { addOrganisation } from './use-cases/setting-up/add-organisation.server.ts'
export {
  comeBackAsOperator,
  makeReturnLink,
  readReturnLink,
} from './use-cases/setting-up/come-back-as-operator.server.ts'
export { makeSetUpLink, readSetUpLink } from './use-cases/setting-up/make-set-up-link.server.ts'
export { setUpOrganisation } from './use-cases/setting-up/set-up-organisation.server.ts'
export { chooseLanguage } from './use-cases/signing-in/choose-language.server.ts'
export { enterWithDigits } from './use-cases/signing-in/enter-with-digits.server.ts'
export { findActor } from './use-cases/signing-in/find-actor.server.ts'
export { listPlaces } from './use-cases/signing-in/list-places.server.ts'
export { type AccountSeen, seeAccount } from './use-cases/signing-in/see-account.server.ts'
export { sendCode } from './use-cases/signing-in/send-code.server.ts'
export { signOut } from './use-cases/signing-in/sign-out.server.ts'
export {
  hasOwnPasskey,
  removeOwnPasskey,
  renameOwnPasskey,
} from './use-cases/signing-in/tend-passkeys.server.ts'
export { addPerson } from './use-cases/staff/add-person.server.ts'
export { bringBack } from './use-cases/staff/bring-back.server.ts'
export { changeRoles } from './use-cases/staff/change-roles.server.ts'
export { correctPerson } from './use-cases/staff/correct-person.server.ts'
export { deactivateMember } from './use-cases/staff/deactivate-member.server.ts'
export { mergePeople } from './use-cases/staff/merge-people.server.ts'
export { type MemberSeen, seeMember } from './use-cases/staff/see-member.server.ts'
export { type MergeSeen, seeMerge } from './use-cases/staff/see-merge.server.ts'
export { type PeopleSeen, seePeople } from './use-cases/staff/see-people.server.ts'
export { type PersonFormSeen, seePersonForm } from './use-cases/staff/see-person-form.server.ts'
export { setUnitLead } from './use-cases/staff/set-unit-lead.server.ts'
export { checkSupport } from './use-cases/support/check-support.server.ts'
export { countOldSupport } from './use-cases/support/count-old-support.server.ts'
export { listSupport } from './use-cases/support/list-support.server.ts'
export {
  isSupportFilled,
  remindOfSupport,
  type SupportPage,
  type SupportReminder,
} from './use-cases/support/read-support.server.ts'
export { type SupportToTend, seeSupport } from './use-cases/support/see-support.server.ts'
export { openSupportShelf, type SupportShelf } from './use-cases/support/support-shelf.server.ts'
export { addUnit } from './use-cases/units/add-unit.server.ts'
export { closeUnit } from './use-cases/units/close-unit.server.ts'
export { mergeUnits } from './use-cases/units/merge-units.server.ts'
export { moveUnit } from './use-cases/units/move-unit.server.ts'
export { renameUnit } from './use-cases/units/rename-unit.server.ts'
export { seeUnit, type UnitSeen } from './use-cases/units/see-unit.server.ts'
export { stepUnit } from './use-cases/units/step-unit.server.ts'
