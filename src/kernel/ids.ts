/** Identifiers are UUIDs (version 4: they must not tell when something was made), branded so that they are not mixed up. */
type Id<Kind extends string> = string & { readonly __id: Kind }

export type OrganisationId = Id<'organisation'>
export type UnitId = Id<'unit'>
export type MemberId = Id<'member'>
export type WaveId = Id<'wave'>
export type SeriesId = Id<'series'>
export type ReplyId = Id<'reply'>
export type TrusteeId = Id<'trustee'>
export type RoomId = Id<'room'>
export type RoomFormatId = Id<'room-format'>
export type InvitationId = Id<'invitation'>

export const newId = <T extends Id<string>>(): T => crypto.randomUUID() as T

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
export const isId = (text: unknown): text is string => typeof text === 'string' && pattern.test(text)
