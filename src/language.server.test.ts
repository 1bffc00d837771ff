import type { RequestEvent } from '@sveltejs/kit'
import { expect, test } from 'vitest'
import { m } from '#messages'
import { languageAccepted } from '#ui/languages.ts'
import { inLanguage, languageOf } from './language.server.ts'

const visit = (given: {
  path: string
  accepts?: string
  cookie?: string
  hers?: string
  house?: string
}): RequestEvent => {
  const { path, accepts, cookie, hers, house = 'en' } = given
  const headers = new Headers(accepts ? { 'accept-language': accepts } : {})
  return {
    url: new URL(path, 'https://kith.example.org'),
    request: new Request(new URL(path, 'https://kith.example.org'), { headers }),
    cookies: { get: () => cookie },
    locals: {
      actor:
        hers === undefined ? undefined : { language: hers || undefined, organisation: { language: house } },
    },
  } as unknown as RequestEvent
}
const onApp = (given: Parameters<typeof visit>[0]) => languageOf(visit(given), { isApp: true })
const elsewhere = (given: Parameters<typeof visit>[0]) => languageOf(visit(given), { isApp: false })

test('what she chose anywhere comes first, then this browser, then what it asks for, then the house', () => {
  const path = '/app/alder-bridge'
  expect(onApp({ path, hers: 'ar', cookie: 'fr', accepts: 'es' })).toBe('ar')
  expect(onApp({ path, hers: '', cookie: 'fr', accepts: 'es' })).toBe('fr')
  expect(onApp({ path, hers: '', accepts: 'es-MX,es;q=0.9' })).toBe('es')
  expect(onApp({ path, hers: '', accepts: 'de', house: 'fr' })).toBe('fr')
  expect(onApp({ path, hers: '', accepts: 'de', house: 'pt' })).toBe('en')
})

test('a page that knows nobody is in the language of its address or of the browser, whatever cookies came', () => {
  expect(elsewhere({ path: '/support?read-in=ar', accepts: 'fr' })).toBe('ar')
  expect(elsewhere({ path: '/answer', accepts: 'fr', cookie: 'ar', hers: 'es' })).toBe('fr')
  expect(elsewhere({ path: '/support?read-in=tlh' })).toBe('en')
})

test('a browser’s wishes are read by their weight, and nonsense is no wish', () => {
  expect(languageAccepted('de-CH, fr;q=0.5, ar;q=0.8')).toBe('ar')
  expect(languageAccepted('es;q=0, fr')).toBe('fr')
  expect(languageAccepted('*')).toBeUndefined()
  expect(languageAccepted(`${',;='.repeat(10_000)}es`)).toBeUndefined()
  expect(languageAccepted(null)).toBeUndefined()
})

test('two pages that are made at the same time each stay in their own language', async () => {
  const page = async (language: 'ar' | 'fr') => {
    const words: string[] = []
    for (let turn = 0; turn < 20; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve))
      words.push(m.answer_send())
    }
    return [language, ...new Set(words)]
  }
  const both = await Promise.all((['ar', 'fr'] as const).map((one) => inLanguage(one, () => page(one))))
  expect(both).toEqual([
    ['ar', 'إرسال'],
    ['fr', 'Envoyer'],
  ])
})
