import type { tableKinds } from '../database/table-kinds.ts'

export type Kept = (typeof tableKinds)['organisation' | 'site'][number]

/**
 * What a backup holds of each table: all of it, all but some columns, or nothing, ever. A new table is decided on here
 * before anything compiles. Never in a backup is
 * - what would weaken anonymity: the blind signatures that were handed out;
 * - what people wrote in rooms: it goes on a day that was said beforehand, and no backup brings it back;
 * - what lets somebody in by itself: sessions, codes and links. Those used since would work again after a restore;
 * - what is under way: uploads, letters that wait, subscriptions of browsers, which keys the collector takes. They are
 *   made again.
 * The queue is made by migrations and filled by the start of a site; pools and keys of waves are files that no backup reads.
 */
export const inBackup: Record<Kept, 'whole' | 'never' | { without: readonly string[] }> = {
  'org.access': 'whole',
  'org.audit_entry': 'whole',
  'org.chain_entry': 'whole',
  'org.cosignature': 'whole',
  'org.head_line': 'never',
  'org.history_key': 'whole',
  'org.invitation': 'never',
  'org.issuance': 'never',
  'org.member': 'whole',
  'org.member_role': 'whole',
  'org.name_in_audit': 'whole',
  'org.message': 'never',
  'org.pasted_text': 'whole',
  'org.profile': 'whole',
  'org.push_subscription': 'never',
  'org.release': 'whole',
  'org.reply': 'whole',
  'org.reply_draft': 'whole',
  'org.retention': 'whole',
  'org.room': 'whole',
  'org.room_attendance': 'whole',
  'org.room_event': 'whole',
  'org.room_follow_up': 'whole',
  'org.room_follow_up_wish': 'whole',
  'org.room_format': 'whole',
  'org.room_host': 'whole',
  'org.room_seat': 'whole',
  'org.room_seat_key': 'never',
  'org.room_record': 'whole',
  'org.room_words': 'never',
  'org.roster_upload': 'never',
  'org.sending_hours': 'whole',
  'org.series': 'whole',
  'org.series_date': 'whole',
  'org.support_entry': 'whole',
  'org.trustee': { without: ['link_hash', 'link_until'] },
  'org.trustee_notice': 'whole',
  'org.trustee_slot': 'whole',
  'org.unit': 'whole',
  'org.wave': 'whole',
  'org.wave_category': 'whole',
  'org.wave_change': 'whole',
  'org.wave_eligible': 'whole',
  'org.wave_group': 'whole',
  'org.wave_placing': 'whole',
  'org.wave_table_key': 'whole',
  'site.account': { without: ['accessToken', 'refreshToken', 'idToken', 'password'] },
  'site.collecting': 'never',
  'site.commons': 'whole',
  'site.identity_provider': { without: ['sealed_secret'] },
  'site.invitation_organisation': 'never',
  'site.joining_code': 'never',
  'site.membership': 'whole',
  'site.operator': 'whole',
  'site.organisation': 'whole',
  'site.passkey': 'whole',
  'site.provider_identity': 'whole',
  'site.room_code': 'whole',
  'site.session': 'never',
  'site.set_up_link': 'never',
  'site.user': 'whole',
  'site.verification': 'never',
}
