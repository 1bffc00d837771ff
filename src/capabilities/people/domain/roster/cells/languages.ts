import { looseKey } from './text.ts'

// ISO 639-1, and four that hospitals meet and it lacks: Filipino, Cantonese, Sorani, Kabyle.
const codes = (
  'aa ab af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es ' +
  'et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ' +
  'ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl ' +
  'nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv ' +
  'sw ta te tg th ti tk tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu fil yue ckb kab'
).split(' ')

const ownNames =
  'de it pt nl pl ro ru uk tr el sv da nb fi cs hu zh ja ko hi ur fa bn so sw vi ca eu gl'.split(' ')

const alsoCalled: Record<string, string> = {
  mandarin: 'zh',
  putonghua: 'zh',
  cantonese: 'yue',
  farsi: 'fa',
  dari: 'fa',
  tagalog: 'fil',
  castellano: 'es',
  castilian: 'es',
  flemish: 'nl',
  moldovan: 'ro',
  sorani: 'ckb',
}

const joiningWords = new Set(['and', 'y', 'e', 'et', 'و'])

let known: { names: Map<string, string>; codes: Set<string> } | undefined

function knownLanguages() {
  if (known) return known
  const names = new Map<string, string>(Object.entries(alsoCalled))
  const add = ({ code, locale }: { code: string; locale: string }) => {
    const name = new Intl.DisplayNames([locale], { type: 'language', fallback: 'none' }).of(code)
    if (name) names.set(looseKey(name), code)
  }
  for (const code of ownNames) add({ code, locale: code })
  for (const locale of ['ar', 'fr', 'es', 'en']) {
    const display = new Intl.DisplayNames([locale], { type: 'language', fallback: 'none' })
    for (const code of codes) {
      const name = display.of(code)
      if (name) names.set(looseKey(name), code)
    }
  }
  known = { names, codes: new Set(codes) }
  return known
}

function readOne(word: string): string | undefined {
  const { names, codes } = knownLanguages()
  const named = names.get(looseKey(word))
  if (named) return named
  const tag = /^([a-z]{2,3})(?:[-_][a-z0-9]{2,8})*$/u.exec(word.toLowerCase())?.[1]
  if (tag === 'tl') return 'fil'
  return tag !== undefined && codes.has(tag) ? tag : undefined
}

/**
 * Reads ‘English; español’, ‘en, es-MX’ or ‘en es’ into ISO 639 codes, in the order given, each once.
 * Names may be in English, Spanish, French, Arabic, or (for common ones) the language itself.
 */
export function readLanguages(text: string): { codes: string[]; unknown: string[] } {
  const found = new Set<string>()
  const unknown: string[] = []
  const parts = text
    .replace(/\([^)]*\)/gu, ' ')
    .split(/[,;/|+&·،؛]/u)
    .map((part) => part.trim())
  for (const part of parts.filter((part) => part !== '')) {
    const whole = readOne(part)
    const words = whole ? [part] : part.split(' ').filter((word) => !joiningWords.has(word.toLowerCase()))
    for (const word of words) {
      const code = whole ?? readOne(word)
      if (code) found.add(code)
      else unknown.push(word)
    }
  }
  return { codes: [...found], unknown }
}
