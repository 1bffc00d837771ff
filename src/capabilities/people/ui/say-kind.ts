import { m } from '#messages'
import type { RecordKind } from '../domain/retention.ts'

const kinds: Record<RecordKind, { name: () => string; why: () => string }> = {
  audit: { name: m.people_kind_audit, why: m.people_kind_audit_why },
  messages: { name: m.people_kind_messages, why: m.people_kind_messages_why },
  invitations: { name: m.people_kind_invitations, why: m.people_kind_invitations_why },
  'people-who-left': { name: m.people_kind_people_who_left, why: m.people_kind_people_who_left_why },
  rooms: { name: m.people_kind_rooms, why: m.people_kind_rooms_why },
  'who-was-asked': { name: m.people_kind_who_was_asked, why: m.people_kind_who_was_asked_why },
}

/** What a kind of record is, and what it is kept for. */
export const sayKind = (kind: RecordKind): { name: string; why: string } => ({
  name: kinds[kind].name(),
  why: kinds[kind].why(),
})
