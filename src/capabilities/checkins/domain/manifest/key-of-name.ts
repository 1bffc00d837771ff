/**
 * Names with the same key look the same to people, as far as characters that nobody sees, blanks, capitals and forms of
 * one letter go. Letters of different scripts that look alike stay different.
 */
export const keyOfName = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/[\s\u2800]+/gu, ' ')
    .trim()
    .toLowerCase()
    .normalize('NFKC')
