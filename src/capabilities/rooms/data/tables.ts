import type { ColumnType, Generated } from 'kysely'
import type { Format } from '../domain/format/format.ts'
import type { Plan } from '../domain/plan/plan.ts'
import type { RoomSettings } from '../domain/room.ts'
import type { RoomEvent } from '../domain/run/events.ts'

type Json<T> = ColumnType<T, string, string>

export type RoomTables = {
  'org.room': {
    organisation: string
    id: string
    title: string
    code: string
    state: string
    plan: Json<Plan>
    settings: Json<RoomSettings>
    seed: string
    planned_for: Date | null
    opened_at: Date | null
    over_at: Date | null
    kept_until: string | null
    created_by: string
  }
  'org.room_host': { organisation: string; room: string; member: string }
  'org.room_seat': {
    organisation: string
    room: string
    seat: number
    member: string | null
  }
  'org.room_seat_key': { organisation: string; room: string; seat: number; secret_hash: Buffer }
  'org.room_event': {
    organisation: string
    room: string
    number: number
    body: Json<RoomEvent>
    command: string | null
  }
  'org.room_format': {
    organisation: string
    id: string
    block: string
    manner: string
    copied_from: string
    format: Json<Format>
    changed_at: Date
  }
  'org.room_words': {
    organisation: string
    room: string
    number: number
    words: string
    may_leave: Generated<boolean>
  }
}
