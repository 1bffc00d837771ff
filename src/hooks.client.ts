import { followKeptLanguage, speakPageLanguage } from '#ui/page-language.client.ts'

export const init = (): void => {
  speakPageLanguage()
  followKeptLanguage()
}
