/**
 * Every table of the database, by its kind. A new table is written here too; the catalogue test holds the list against
 * the database, and each kind to its rules.
 *
 * `organisation`: an organisation's own; its id stands in every key, and row-level security shows nothing else.
 * `site`: of the site as a whole; reached only by people and platform, by a role that sees no organisation table.
 * `queue`: jobs (pg-boss); payloads hold ids only. `migration`: which migrations ran; the owner's alone.
 */
export const tableKinds = {
  organisation: [
    'org.access',
    'org.audit_entry',
    'org.chain_entry',
    'org.history_key',
    'org.invitation',
    'org.issuance',
    'org.member',
    'org.member_role',
    'org.message',
    'org.name_in_audit',
    'org.pasted_text',
    'org.profile',
    'org.push_subscription',
    'org.release',
    'org.reply',
    'org.reply_draft',
    'org.retention',
    'org.roster_upload',
    'org.sending_hours',
    'org.series',
    'org.series_date',
    'org.support_entry',
    'org.unit',
    'org.wave',
    'org.wave_change',
    'org.wave_eligible',
    'org.wave_group',
  ],
  site: [
    'site.account',
    'site.commons',
    'site.identity_provider',
    'site.invitation_organisation',
    'site.joining_code',
    'site.membership',
    'site.operator',
    'site.organisation',
    'site.passkey',
    'site.provider_identity',
    'site.session',
    'site.set_up_link',
    'site.user',
    'site.verification',
  ],
  queue: [
    'queue.bam',
    'queue.job',
    'queue.job_common',
    'queue.job_dependency',
    'queue.queue',
    'queue.queue_stats',
    'queue.schedule',
    'queue.subscription',
    'queue.version',
    'queue.warning',
  ],
  migration: ['migration.kysely_migration', 'migration.kysely_migration_lock'],
} as const
