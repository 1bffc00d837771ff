/** Crockford's base 32: no I, L, O or U, so that a code read from paper has one spelling. 12 letters are 60 bits. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const length = 12

/** A code from at least 12 random or derived bytes, without spaces. */
export const codeFrom = (bytes: Uint8Array): string =>
  Array.from(bytes.subarray(0, length), (byte) => alphabet[byte & 31]).join('')

/** In groups of four, as it is printed. */
export const printCode = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1 ')

/** What somebody typed as a code, or undefined when it cannot be one. O is read as 0, I and L as 1; spaces do not count. */
export const readCode = (typed: string): string | undefined => {
  const code = typed
    .toUpperCase()
    .replace(/[\s\-–—.]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
  return code.length === length && [...code].every((letter) => alphabet.includes(letter)) ? code : undefined
}
