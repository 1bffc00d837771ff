import { escaped } from '#ui/escape.ts'

/** Markup that was written here; everything else is text, and is escaped. */
export type Html = { readonly markup: string }

type Part = Html | string | number | false | undefined | null | readonly Part[]

const write = (part: Part): string => {
  if (part === false || part === undefined || part === null) return ''
  if (Array.isArray(part)) return part.map(write).join('')
  return typeof part === 'object' && 'markup' in part ? part.markup : escaped(String(part))
}

/** Writes markup around parts that are escaped, so that no text can become markup. */
export const html = (fixed: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  markup: fixed.map((text, at) => text + write(parts[at])).join(''),
})
