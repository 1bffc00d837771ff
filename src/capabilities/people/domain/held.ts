/** The kinds of things that the site holds about a person, in the order in which she reads them. */
export const heldGroups = [
  'account',
  'passkeys',
  'provider',
  'sessions',
  'places',
  'staff-list',
  'profile',
  'roles',
  'invitations',
  'letters',
  'push',
  'access',
  'asked',
  'history',
  'planned',
  'rooms',
  'rooms-led',
  'uploads',
  'audit',
] as const
export type HeldGroup = (typeof heldGroups)[number]

/** One thing that is known of her: instants and days as ISO text, what is not known as null. */
export type HeldFact = string | number | boolean | null | readonly string[]
export type Held = { group: HeldGroup; entries: readonly Readonly<Record<string, HeldFact>>[] }

/** In the order of reading, each group once, without those that hold nothing. */
export const inOrder = (held: readonly Held[]): Held[] =>
  heldGroups.flatMap((group) => {
    const entries = held.filter((one) => one.group === group).flatMap((one) => one.entries)
    return entries.length > 0 ? [{ group, entries }] : []
  })
