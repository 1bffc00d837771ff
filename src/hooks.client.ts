import { noteEarlyWords } from '#ui/early-words.client.ts'
import { followKeptLanguage, speakPageLanguage } from '#ui/page-language.client.ts'

export const init = (): void => {
  noteEarlyWords()
  speakPageLanguage()
  followKeptLanguage()
}
