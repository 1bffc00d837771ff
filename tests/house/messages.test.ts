import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { codeFiles, files, isTest, read } from './tree.ts'

type Texts = Record<string, unknown>
const base = 'messages/en.json'
const languages = files.filter((file) => /^messages\/[^/]+\.json$/.test(file))
const textsOf = (file: string): Texts => {
  const { $schema: _, ...texts } = JSON.parse(read(file)) as Texts
  return texts
}
const keys = Object.keys(textsOf(base))
const gaps = (text: unknown) => [...new Set(JSON.stringify(text).match(/\{\w+\}/g))].sort().join(' ')

test('the languages that are set up are the files that are there', () => {
  const { locales } = JSON.parse(read('project.inlang/settings.json')) as { locales: string[] }
  expect(languages.map((file) => basename(file, '.json')).sort()).toEqual([...locales].sort())
})

test('every language says everything, with the same gaps to fill', () => {
  const original = textsOf(base)
  for (const file of languages) {
    const texts = textsOf(file)
    expect(Object.keys(texts).sort(), file).toEqual([...keys].sort())
    expect(
      keys.filter((key) => gaps(texts[key]) !== gaps(original[key])),
      file,
    ).toEqual([])
  }
})

type Variants = { selectors: string[]; match: Record<string, string> }
const isVariants = (text: unknown): text is [Variants] =>
  Array.isArray(text) && text.length === 1 && typeof text[0]?.match === 'object'

test('where a text follows a number, it has every plural of its language, and says no two in one', () => {
  for (const file of languages) {
    const locale = basename(file, '.json')
    const plurals = new Intl.PluralRules(locale).resolvedOptions().pluralCategories
    for (const [key, text] of Object.entries(textsOf(file))) {
      if (typeof text === 'string') continue
      expect(isVariants(text), `${file}: ${key}`).toBe(true)
      const [{ selectors, match }] = text as [Variants]
      const said = Object.keys(match).map(
        (one) => new Map(one.split(', ').map((part) => part.split('=') as [string, string])),
      )
      for (const selector of selectors) {
        // A star stands for whatever has no line of its own; Arabic has its six written out, “other” as the star.
        const forms = new Set(said.map((one) => one.get(selector)))
        const needed = locale === 'ar' ? plurals.filter((one) => one !== 'other') : ['one']
        expect(forms.has('*') || forms.has('other'), `${file}: ${key}`).toBe(true)
        expect([...forms], `${file}: ${key}`).toEqual(expect.arrayContaining(needed))
      }
    }
  }
})

/** Names, and words that two languages spell alike; everything else that is the same was forgotten. */
const alike: Record<string, readonly string[]> = {
  es: [
    'alone_score',
    'data_no',
    'desk_go_detail',
    'desk_person_group',
    'people_removed_count',
    'promise_small',
    'release_csv_n',
    'release_csv_no',
    'release_value',
    'room_news_said',
    'room_sign_shown',
    'roomplan_about_length',
    'roomplan_hours_minutes',
    'roomplan_made_up_names',
    'series_wave_title',
    'trustee_holder',
    'ui_n',
  ],
  fr: [
    'code_label',
    'data_fact_organisation',
    'data_kind_invitation',
    'desk_go_detail',
    'desk_minutes',
    'desk_pause',
    'desk_person_group',
    'operate_version_migration',
    'people_account_email',
    'people_account_profession',
    'people_column_email',
    'people_column_profession',
    'people_column_workplace',
    'people_invitations_title',
    'people_operator_organisations',
    'people_operator_versions',
    'people_pages',
    'poll_head_place',
    'promise_small',
    'questionnaire_items',
    'questionnaire_licence',
    'questionnaire_title',
    'questionnaire_version',
    'release_csv_module',
    'release_csv_n',
    'release_csv_question',
    'release_value',
    'room_code',
    'room_door_at',
    'room_talk_is_question',
    'roomplan_about_length',
    'roomplan_hours_minutes',
    'roomplan_kind_poll',
    'roomplan_kind_silence',
    'roomplan_made_up_names',
    'roomplan_minutes',
    'roomplan_step_minutes',
    'series_wave_title',
    'trustee_holder',
    'ui_n',
    'wave_instrument',
    'wave_messages',
    'wave_questions',
  ],
  ar: [
    'alone_score',
    'people_removed_count',
    'release_value',
    'room_news_said',
    'room_sign_shown',
    'trustee_holder',
  ],
}

test('a text is not the English one, but for names and words that are alike', () => {
  const original = textsOf(base)
  for (const [locale, allowed] of Object.entries(alike)) {
    const texts = textsOf(`messages/${locale}.json`)
    const same = keys.filter((key) => JSON.stringify(texts[key]) === JSON.stringify(original[key]))
    expect(same.sort(), locale).toEqual([...allowed].sort())
  }
})

test('a language has its own letters: no Arabic text is without any, and none has another’s', () => {
  const arabic = /\p{Script=Arabic}/u
  const without = (text: unknown) => !arabic.test(JSON.stringify(text))
  const texts = textsOf('messages/ar.json')
  expect(keys.filter((key) => without(texts[key]))).toEqual([
    // Only gaps and marks that no language owns.
    'promise_small',
    'alone_score',
    'room_sign_shown',
    'room_news_said',
    'desk_go_detail',
    'desk_person_group',
    'roomplan_about_length',
    'people_removed_count',
    'trustee_holder',
    'release_only',
    'release_value',
    'series_wave_title',
  ])
  for (const locale of ['en', 'es', 'fr']) {
    const others = textsOf(`messages/${locale}.json`)
    expect(keys.filter((key) => arabic.test(JSON.stringify(others[key])))).toEqual([])
  }
})

test('no text is left that nothing says', () => {
  const source = codeFiles.filter((file) => /^(src|packages|bin)\//.test(file) && !isTest(file)).map(read)
  const words = new Set(source.flatMap((text) => text.match(/\w+/g) ?? []))
  // A key that is put together from a prefix and a code, as `refusal_${code}`.
  const prefixes = source.flatMap((text) =>
    [...text.matchAll(/[`'"]([a-z][a-z0-9_]*_)(\$\{|['"]\s*\+)/g)].map(([, start]) => start),
  )
  const isSaid = (key: string) => words.has(key) || prefixes.some((start) => start && key.startsWith(start))
  expect(keys.filter((key) => !isSaid(key))).toEqual([])
})

test('a key is lower case with underscores, and no text shouts', () => {
  expect(keys.filter((key) => !/^[a-z][a-z0-9_]*$/.test(key))).toEqual([])
  for (const file of languages)
    expect(Object.entries(textsOf(file)).filter(([, text]) => JSON.stringify(text).includes('!'))).toEqual([])
})
