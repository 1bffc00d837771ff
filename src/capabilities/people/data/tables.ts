/** The slice's own tables as Kysely sees them: those of an organisation, then those of the site. */
export type PeopleTables = {
  'org.unit': {
    organisation: string
    id: string
    parent: string | null
    name: string
    position: number
    lead: string | null
  }
  'org.member': {
    organisation: string
    id: string
    name: string
    name_key: string
    email: string | null
    unit: string | null
    profession: string | null
    languages: string[]
    /** The one she chose to read Kith in; null until then. */
    language: string | null
    start_on: string | null
    workplace: string | null
    shift: string | null
    manager: string | null
    status: 'invited' | 'active' | 'left'
    joined_on: string | null
    left_on: string | null
    merged_into: string | null
  }
  'org.profile': {
    organisation: string
    member: string
    chosen_name: string | null
    profession: string | null
    languages: string[] | null
    working_pattern: string | null
    quiet_from: string | null
    quiet_until: string | null
    shown: string[]
    version: number
  }
  'org.access': { organisation: string; member: string; actor: string; way: string; seen_on: string }
  'org.member_role': { organisation: string; member: string; role: string }
  'org.invitation': {
    organisation: string
    id: string
    member: string
    kind: 'mail' | 'printed'
    secret_hash: Buffer
    made_at: Date
    made_by: string
    expires_at: Date
    sent_at: Date | null
    used_at: Date | null
  }
  'org.roster_upload': {
    organisation: string
    id: string
    file_name: string
    bytes: Buffer
    decisions: unknown
    uploaded_by: string
    expires_at: Date
  }
  'org.message': {
    organisation: string
    id: string
    kind: string
    member: string
    about: string
    queued_at: Date
    sent_at: Date | null
    failed_attempts: number
    tried_in: string | null
  }
  'org.sending_hours': { organisation: string; from_minute: number; until_minute: number }
  'org.push_subscription': {
    organisation: string
    id: string
    member: string
    endpoint: string
    p256dh: string
    auth: string
    session_hash: Buffer
  }
  'org.retention': { organisation: string; kind: string; days: number }
  'org.name_in_audit': { organisation: string; member: string; name: string }
}

export type SiteTables = {
  'site.organisation': {
    id: string
    slug: string
    name: string
    language: string
    time_zone: string
    host_kind: string
    created_on: string
  }
  'site.user': { id: string; name: string; email: string }
  'site.session': { id: string; userId: string }
  'site.passkey': {
    id: string
    name: string | null
    userId: string
    createdAt: Date | null
    backedUp: boolean
  }
  'site.identity_provider': {
    is_the_one: boolean
    issuer: string
    client_id: string
    button_name: string
    is_on: boolean
    sealed_secret: Buffer | null
  }
  'site.provider_identity': { issuer: string; subject: string; user_id: string }
  'site.membership': { user_id: string; organisation: string; member: string }
  'site.commons': { is_the_one: boolean; organisation: string; is_open: boolean }
  'site.joining_code': { address_hash: Buffer; digits_hash: Buffer; expires_at: Date; tries_left: number }
  'site.operator': { user_id: string }
  'site.set_up_link': { secret_hash: Buffer; expires_at: Date; used_at: Date | null }
  'site.invitation_organisation': { secret_hash: Buffer; organisation: string; expires_at: Date }
}
