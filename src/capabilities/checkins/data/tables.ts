import type { ColumnType, Generated } from 'kysely'
import type { MerklePath } from '../domain/manifest/merkle.ts'

/** The slice's own tables, as Kysely sees them, and the two of people's that it reads through its door instead. */
export type CheckinTables = {
  'org.history_key': { organisation: string; member: string; key: Buffer }
  'org.wave': {
    organisation: string
    id: string
    title: string
    instrument: string
    instrument_version: string
    audience: string[]
    opens_at: Date
    closes_at: Date
    minimum_group: number
    state: string
    keys_wanted: number
    keys_made: number
    eligible: number | null
    plan: string | null
    questions: string | null
    manifest: string | null
    manifest_signature: Buffer | null
    cancelled_why: string | null
    cancelled_by: string | null
    created_by: string
    reminds: boolean
    paper: Generated<string[]>
    series: string | null
    opening_told_at: Date | null
    reminder_told_at: Date | null
    further_tables: Generated<string[]>
  }
  'org.wave_group': {
    organisation: string
    wave: string
    id: string
    name: string
    position: number
    eligible: number
    key_id: Buffer
    spki: Buffer
    entry: string
    /** JSON on the way in, a value on the way out. */
    path: ColumnType<MerklePath, string, never>
    unit_names: string[]
    people: string[] | null
    way: Generated<string>
    sheets_made: Generated<number>
    sheets_made_at: Generated<Date | null>
    sheets_lie: Generated<string | null>
  }
  'org.wave_category': {
    organisation: string
    wave: string
    attribute: string
    id: string
    name: string
    position: number
    eligible: number
    people: string[] | null
  }
  'org.wave_placing': {
    organisation: string
    wave: string
    member: string
    attribute: string
    category: string
  }
  'org.wave_table_key': {
    organisation: string
    wave: string
    published_table: string
    attribute: string
    block: string
    category: string
    key_id: Buffer
    spki: Buffer
    entry: string
    path: ColumnType<MerklePath, string, never>
  }
  'org.wave_eligible': { organisation: string; wave: string; member: string; wave_group: string }
  'org.issuance': {
    organisation: string
    wave: string
    published_table: string
    member: string
    blinded_hash: Buffer
    blind_signature: Buffer
  }
  'org.chain_entry': {
    organisation: string
    number: number
    kind: string
    wave: string | null
    body: string
    signature: Buffer
    hash: Buffer
  }
  'org.cosignature': { organisation: string; number: number; witness: string; signature: Buffer }
  'org.head_line': {
    organisation: string
    wave: string
    wave_group: string
    head: number
    line: string
    path: ColumnType<MerklePath, string, never>
  }
  'org.release': { organisation: string; wave: string; document: string; published_at: Date }
  'org.wave_change': { organisation: string; wave: string; unit: string; changed: number }
  'org.series': {
    organisation: string
    id: string
    title: string
    instrument: string
    audience: string[]
    minimum_group: number
    rhythm: string
    first_on: string
    opens_time: string
    days_open: number
    holidays: string[]
    on_holiday: string
    reminds: boolean
    further_tables: Generated<string[]>
    paper: Generated<string[]>
    state: string
    created_by: string
  }
  'org.series_date': {
    organisation: string
    series: string
    planned_on: string
    wave: string | null
    is_skipped: boolean
    problem: string | null
  }
  'org.reply_draft': {
    organisation: string
    id: string
    wave: string
    stance: string
    what: string
    because: string | null
    due_on: string | null
    position: number
    written_at: Date
  }
  'org.reply': {
    organisation: string
    id: string
    wave: string
    stance: string
    what: string
    because: string | null
    due_on: string | null
    position: number
    published_at: Date
    published_by: string
    outcome: Generated<string | null>
    outcome_words: Generated<string | null>
    outcome_at: Generated<Date | null>
  }
  'org.trustee': {
    organisation: string
    id: string
    office: string
    name: string
    email: string | null
    named_at: Date
    link_hash: Buffer | null
    link_until: Date | null
    identity: string | null
    code_made_at: Date | null
    ended_at: Date | null
  }
  'org.trustee_slot': {
    organisation: string
    trustee: string
    slot: string
    position: number
    public_key: string
    proof: string
    voucher: string
    wave: string | null
    ended_at: Date | null
  }
  'org.trustee_notice': {
    organisation: string
    wave: string
    trustee: string
    kind: string
    next_try_at: Date
    sent_at: Date | null
  }
  'org.pasted_text': { organisation: string; instrument: string; language: string; texts: string }
}
