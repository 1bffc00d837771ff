/** The columns that a staff list may have. The first three must be there. */
export const rosterColumns = [
  'name',
  'unit',
  'profession',
  'email',
  'languages',
  'startOn',
  'manager',
  'workplace',
  'shift',
] as const
export type RosterColumn = (typeof rosterColumns)[number]

export const requiredColumns = ['name', 'unit', 'profession'] as const satisfies readonly RosterColumn[]

/**
 * One row as the file has it, nothing judged yet.
 * `line` is the row number that a spreadsheet shows (the header is 1), not the line of text.
 * `hasExtraCells`: something stands to the right of the last heading, so the cells have probably shifted.
 */
export type RosterRow = {
  line: number
  cells: Partial<Record<RosterColumn, string>>
  hasExtraCells: boolean
}
