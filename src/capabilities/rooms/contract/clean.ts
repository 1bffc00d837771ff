/**
 * What was sent, with every text made one that a database keeps: no NUL, no half of a letter. One such press would
 * otherwise fail whatever is written together with it.
 */
export const clean = (sent: unknown): unknown =>
  sent === undefined ? undefined : JSON.parse(JSON.stringify(sent), (_, value) => cleanText(value))

export const cleanText = <T>(value: T): T | string =>
  typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '') : value
