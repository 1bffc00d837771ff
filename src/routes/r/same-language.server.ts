import type { RequestEvent } from '@sveltejs/kit'
import { isLanguage, languageParameter } from '#ui/languages.ts'

/** Where somebody goes on: no cookie of hers says what she reads in, so the address does. */
export const inSameLanguage = ({ url }: Pick<RequestEvent, 'url'>, address: string): string => {
  const chosen = url.searchParams.get(languageParameter)
  return isLanguage(chosen) ? `${address}?${languageParameter}=${chosen}` : address
}
