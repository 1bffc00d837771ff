import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dilemmaThemes } from '../domain/dilemma.ts'
import { textsOf } from './content.fixture.ts'
import { loadDilemmas } from './load-dilemmas.server.ts'

const folder = 'content/dilemmas'
const bank = await loadDilemmas({ folder })

describe('the bank of dilemmas', () => {
  it('is all of the files in the folder, and enough to choose from for months', async () => {
    expect([...bank.keys()].map((id) => `${id}.yaml`).sort()).toEqual((await readdir(folder)).sort())
    expect(bank.size).toBeGreaterThanOrEqual(16)
  })

  it('has every theme, and places from which only leaders can tell', () => {
    const all = [...bank.values()]
    expect(new Set(all.flatMap(({ themes }) => themes))).toEqual(new Set(dilemmaThemes))
    expect(all.filter(({ told }) => told === 'by-leaders').length).toBeGreaterThanOrEqual(4)
  })

  it('is written in every language that Kith speaks', async () => {
    const spoken = (await readdir('messages')).map((file) => file.replace('.json', '')).sort()
    for (const words of [...bank.values()].flatMap(textsOf)) expect(Object.keys(words).sort()).toEqual(spoken)
  })

  it('names nobody, no place and no date: no name within a sentence, and no figure', () => {
    for (const { id, story, asks, title } of bank.values())
      for (const words of [title, story, asks]) {
        for (const text of Object.values(words)) expect(text, id).not.toMatch(/[0-9٠-٩]/)
        for (const language of ['en', 'es', 'fr']) {
          const names = (words[language] ?? '').match(/(?<=\p{L},? )\p{Lu}\p{Ll}+/gu)
          expect(names ?? [], id).toEqual([])
        }
      }
  })

  it('speaks in sentences of twenty words at most, and never with an exclamation mark', () => {
    for (const text of [...bank.values()].flatMap(textsOf).flatMap((words) => Object.values(words))) {
      expect(text).not.toContain('!')
      for (const sentence of text.split(/[.?؟;؛](?:\s|$)/))
        expect(sentence.trim().split(/\s+/).length, sentence).toBeLessThanOrEqual(20)
    }
  })

  it('asks for something, at its end, and is short enough to be told in two minutes', () => {
    for (const { story, asks, id } of bank.values()) {
      expect(asks.en, id).toMatch(/\?$/)
      expect((story.en ?? '').split(' ').length, id).toBeLessThanOrEqual(90)
    }
  })

  it('is refused with one sentence for each mistake', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'kith-dilemmas-'))
    await cp(join(folder, 'the-empty-bed.yaml'), join(copy, 'the-empty-bed.yaml'))
    const good = await readFile(join(copy, 'the-empty-bed.yaml'), 'utf8')
    const spoilt = good.replace('themes: [loss]', 'themes: [gossip]\nward: Seven')
    await writeFile(join(copy, 'the-empty-bed.yaml'), spoilt)
    const message = await loadDilemmas({ folder: copy }).then(
      () => '',
      (fault: Error) => fault.message,
    )
    await rm(copy, { recursive: true })
    expect(message.split('\n').slice(1).toSorted()).toEqual([
      `the-empty-bed.yaml: themes.0: must be one of ${dilemmaThemes.join(', ')}`,
      'the-empty-bed.yaml: ward: is no field that is known here',
    ])
  })
})
