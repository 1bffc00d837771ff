import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blockKinds } from '../domain/plan/plan.ts'
import { textsOf } from './content.fixture.ts'
import { loadFormats } from './load-formats.server.ts'

const folder = 'content/formats'
const shipped = await loadFormats({ folder })

describe('the formats that ship', () => {
  it('are all of the files in the folder, and each has the shape of one and can be run', async () => {
    const files = (await readdir(folder)).sort()
    expect([...shipped.keys()].map((id) => `${id}.yaml`)).toEqual(files)
  })

  it('make every part that a session can be composed of', () => {
    expect(new Set([...shipped.values()].map(({ block }) => block))).toEqual(new Set(blockKinds))
  })

  it('can be done without talking and with music, and by questions alone', () => {
    const all = [...shipped.values()]
    expect(all.filter(({ manner }) => manner === 'silent').length).toBeGreaterThanOrEqual(4)
    expect(all.filter(({ manner }) => manner === 'music').length).toBeGreaterThanOrEqual(3)
    const asks = all.filter(({ format }) => format.turn.some(({ onlyQuestions }) => onlyQuestions))
    expect(asks.map(({ variantOf }) => variantOf)).toEqual(['troika', 'wise-crowds-small'])
  })

  it('are written in every language that Kith speaks, and in no other', async () => {
    const spoken = (await readdir('messages')).map((file) => file.replace('.json', '')).sort()
    for (const { format } of shipped.values())
      for (const words of textsOf(format)) expect(Object.keys(words).sort()).toEqual(spoken)
  })

  it('speak in sentences of twenty words at most, and never with an exclamation mark', () => {
    for (const { format } of shipped.values())
      for (const text of textsOf(format).flatMap((words) => Object.values(words))) {
        expect(text).not.toContain('!')
        for (const sentence of text.split(/[.?؟;؛](?:\s|$)/))
          expect(sentence.trim().split(/\s+/).length, sentence).toBeLessThanOrEqual(20)
      }
  })

  it('name those whose steps they are, and share what was adapted under the same licence', () => {
    const sources = [...shipped.values()].flatMap(({ format: { source } }) => (source ? [source] : []))
    const theirs = sources.filter(({ credit }) => credit.includes('Liberating Structures'))
    expect(theirs.length).toBeGreaterThanOrEqual(12)
    for (const { credit, licence } of theirs) {
      expect(credit).toMatch(/Lipmanowicz and .*McCandless/)
      expect(licence).toBe('CC BY-SA 4.0')
    }
  })

  it('say of the one that needs a trained leader that it does, and keep no notes of it', () => {
    const balint = shipped.get('balint-like')?.format
    expect(balint?.about.en).toContain('trained leaders')
    expect(balint?.keepsNoNotes).toBe(true)
  })
})

describe('loading a folder of formats', () => {
  let copy = ''
  let good = ''
  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'kith-formats-'))
    good = await readFile(join(folder, 'troika.yaml'), 'utf8')
  })
  afterAll(() => rm(copy, { recursive: true }))

  const faultsOf = async (text: string) => {
    await writeFile(join(copy, 'troika.yaml'), text)
    const message = await loadFormats({ folder: copy }).then(
      () => '',
      (fault: Error) => fault.message,
    )
    return message.split('\n').slice(1)
  }

  it('takes a file as it ships', async () => {
    expect(await faultsOf(good)).toEqual([])
  })

  it.each([
    [
      'a field that nobody knows',
      (t: string) => `${t}colour: red\n`,
      'colour: is no field that is known here',
    ],
    [
      'a text that one language lacks',
      (t: string) => t.replace(/, ar: استشارة[^}]*/, ''),
      'title.ar: is missing',
    ],
    ['a text that is empty', (t: string) => t.replace(/en: Troika/, 'en: " "'), 'title.en: is empty'],
    [
      'a length that is no number',
      (t: string) => t.replace('minutes: 5', 'minutes: five'),
      'turn.2.minutes: must be a number of minutes, or null',
    ],
    [
      'a part that nobody has',
      (t: string) => t.replace('turnedAway: [client]', 'turnedAway: [patient]'),
      'turned-away: there is no part called patient among the roles',
    ],
    [
      'somebody who speaks and is turned away at once',
      (t: string) => t.replace('turnedAway: [client]', 'turnedAway: [consultant]'),
      'turned-away: consultant cannot speak and be turned away at once',
    ],
    [
      'groups of a size that cannot be',
      (t: string) => t.replace('least: 3', 'least: 9'),
      'groups: least, ideal and most must rise, from 2 to 12',
    ],
    [
      'a kind of role that does not exist',
      (t: string) => t.replace('kind: duty', 'kind: chore'),
      'roles.2.kind: must be part or duty',
    ],
    [
      'a gathering that does not exist',
      (t: string) => t.replace('together: alone', 'together: apart'),
      'before.0.together: must be alone or pairs or groups or everyone',
    ],
    [
      'a version that is a number',
      (t: string) => t.replace('version: "1"', 'version: 1'),
      'version: must stand in quotes, such as "1"',
    ],
    [
      'a variant of what is not there',
      (t: string) => t.replace('block: format', 'block: format\nvariantOf: nothing'),
      'variantOf: there is no format called nothing',
    ],
    [
      'another name than its own',
      (t: string) => t.replace('id: troika', 'id: trio'),
      'id: the file must be called trio.yaml',
    ],
  ])('says in one sentence that there is %s', async (_, spoil, sentence) => {
    const spoilt = spoil(good)
    expect(spoilt).not.toBe(good)
    expect(await faultsOf(spoilt)).toEqual([`troika.yaml: ${sentence}`])
  })

  it('names every file that is wrong in one message', async () => {
    await writeFile(join(copy, 'torn.yaml'), 'id: [')
    const faults = await faultsOf(good.replace('block: format', 'block: feast'))
    expect(faults.some((fault) => fault.startsWith('torn.yaml: cannot be read as YAML'))).toBe(true)
    expect(faults.some((fault) => fault.startsWith('troika.yaml: block: must be welcome or'))).toBe(true)
    await rm(join(copy, 'torn.yaml'))
  })
})
