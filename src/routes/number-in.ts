/** The whole number from 1 to a thousand million that a part of an address is; undefined for anything else. */
export const numberIn = (text: string | null): number | undefined => {
  const number = /^\d{1,10}$/.test(text ?? '') ? Number(text) : 0
  return number >= 1 && number <= 1_000_000_000 ? number : undefined
}
