import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { html, openDrawingRoom } from './drawing-room.ts'
import { points, rows, scale } from './figure-samples.ts'

const here = fileURLToPath(new URL('.', import.meta.url))

let room: Awaited<ReturnType<typeof openDrawingRoom>>
const draw: (typeof room)['draw'] = (name, props) => room.draw(name, props)

beforeAll(async () => {
  room = await openDrawingRoom()
})

afterAll(() => room.close())

const options = ['Strongly disagree', 'Disagree', 'Neither', 'Agree', 'Strongly agree'].map(
  (words, place) => ({
    value: String(place + 1),
    words,
  }),
)
const question = { name: 'workload', question: 'My workload was manageable.', options }

const samples: Record<string, Record<string, unknown>> = {
  BenchLegend: { beforeName: 'September', yours: true, hidden: true },
  BenchRows: { label: 'Workload', rows, scale, beforeName: 'September' },
  Choice: { name: 'instrument', value: 'five', words: 'Weekly five', small: 'Five questions', group: 'five' },
  Choices: { legend: 'What we ask', section: true, problem: 'Choose one.', children: html('<p>choices</p>') },
  Crumbs: { trail: [{ words: 'Check-ins', href: '/checkins' }, { words: 'October 2026' }] },
  EmptyBench: {
    title: 'Nobody yet',
    words: 'It will stand here.',
    children: html('<a href="/new">Begin</a>'),
  },
  Facts: {
    facts: [
      { name: 'Seen earlier by', value: 'Nobody' },
      { name: 'Next', value: html('<b>Soon</b>') },
    ],
  },
  Field: {
    label: 'Start day',
    name: 'start',
    value: '31/02/2026',
    hint: 'A day.',
    problem: 'Which day was it?',
  },
  FormProblem: { words: 'Which day was it?', children: html('<p>Look again.</p>') },
  FingerprintWords: { words: ['tansy', 'orbit', 'lemon', 'harbour'] },
  Footer: { links: [{ words: 'Your data', href: '/data' }] },
  Header: { places: { home: '/', changes: '/changes' }, current: 'changes' },
  InsecureNotice: {},
  LanguageChoice: {},
  'marks/Scene': {},
  Notice: { kind: 'wrong', children: html('<p>That code has been used.</p>') },
  OpenNow: { title: 'This week’s check-in is open', children: html('<p>Five questions.</p>') },
  PageEnd: {},
  PickOne: {
    label: 'Where',
    name: 'unit',
    options: [
      { value: 'all', words: 'Hospital' },
      { value: 'ward', words: 'Ward', depth: 1 },
    ],
    value: 'ward',
  },
  PlanTree: {
    label: 'What will be published',
    rows: [
      { name: 'Alder Bridge', depth: 0, people: 302, reported: 'whole' },
      {
        name: 'Pharmacy',
        depth: 2,
        people: 6,
        reported: { with: 'Clinical services' },
        reason: 'Fewer than 8.',
      },
    ],
  },
  PrivacySentence: {
    kind: 'anonymous',
    small: 'This week',
    words: html('<b>Nobody</b>'),
    details: html('<p>How</p>'),
  },
  Problem: { id: 'p', words: 'Which day was it?' },
  Progress: { step: 2, total: 5, words: 'Question 2 of 5' },
  ScaleQuestion: { ...question, value: '4' },
  Shell: {
    title: 'Home',
    places: { home: '/' },
    links: [{ words: 'Your data', href: '/data' }],
    children: html('<p>x</p>'),
  },
  Status: { kind: 'done', words: 'We did' },
  Tick: { name: 'shared', words: 'This is a shared computer', alone: true, checked: true },
  TrendChart: {
    title: 'Month by month',
    words: 'Whole hospital',
    points,
    scale,
    minimum: 8,
    verdict: html('<b>No</b>'),
  },
  Waiting: {},
}

test('every component renders without scripts, without a warning and without a style attribute', async () => {
  const files = readdirSync(here).filter((file) => file.endsWith('.svelte'))
  const inner = ['BenchDrawing', 'TrendDrawing', 'TrendTable']
  const drawn = [...Object.keys(samples).filter((name) => !name.includes('/')), ...inner].map(
    (name) => `${name}.svelte`,
  )
  expect(drawn.toSorted()).toEqual(files.toSorted())
  for (const [name, props] of Object.entries(samples)) {
    const { body } = await draw(name, props)
    // What only a script can find out is not there before one.
    if (name !== 'InsecureNotice') expect(body.length, name).toBeGreaterThan(20)
    expect(body, name).not.toMatch(/\sstyle\s*=|<style|javascript:|\son[a-z]+=|data:/)
  }
  expect(room.warnings).toEqual([])
})

test('a question is a fieldset of native radios with the chosen one checked', async () => {
  const { body } = await draw('ScaleQuestion', { ...question, value: '4' })
  expect(body).toMatch(
    /^\s*<fieldset><legend><h1 class="question">My workload was manageable\.<\/h1><\/legend>/,
  )
  expect(body.match(/<input type="radio" name="workload"/g)).toHaveLength(5)
  expect(body.match(/<input[^>]* checked/g)).toHaveLength(1)
  expect(body).toMatch(/value="4" checked/)
  expect((await draw('ScaleQuestion', question)).body).not.toContain('checked')
})

test('a problem with a field is named, tied to it and spoken', async () => {
  const { body } = await draw('Field', samples.Field)
  const id = /<label for="([^"]+)"/.exec(body)?.[1]
  expect(body).toContain(`id="${id}"`)
  expect(body).toContain(`aria-describedby="${id}-hint ${id}-problem"`)
  expect(body).toContain('aria-invalid="true"')
  expect(body).toContain(`<p id="${id}-problem" class="problem">`)
  const quiet = await draw('Field', { label: 'Start day', name: 'start' })
  expect(quiet.body).not.toMatch(/aria-describedby|aria-invalid/)
})

test('help stands on every page with the same words, and a task leaves the five places out', async () => {
  const page = await draw('Shell', { ...samples.Shell, kind: 'page' })
  const task = await draw('Shell', { ...samples.Shell, kind: 'task', narrow: true })
  expect(page.head).toContain('<title>Home · Kith</title>')
  for (const { body } of [page, task]) {
    expect(body).toContain('<a class="skip" href="#main">Skip to the page</a>')
    expect(body).toMatch(/<a class="get-support" href="\/support"[^>]*>Get support<\/a>/)
    expect(body).toContain('<main id="main"')
  }
  expect(page.body).toContain('class="places"')
  expect(task.body).not.toContain('class="places"')
  // The foot of a task leads nowhere else: it only turns the page to another language.
  const foot = task.body.slice(task.body.indexOf('<footer'))
  expect(foot.match(/href="[^"]*"/g)?.filter((address) => !address.includes('?'))).toEqual([])
})

test('the five places keep their order, and one that does not exist is not drawn', async () => {
  const { body } = await draw('Header', {
    places: { changes: '/c', home: '/h', speak: '/s' },
    current: 'speak',
  })
  expect([...body.matchAll(/<li><a href="([^"]+)"/g)].map(([, href]) => href)).toEqual(['/h', '/s', '/c'])
  expect(body).toContain('<a href="/s" aria-current="page">Speak up</a>')
})

test('what went wrong interrupts, what is done waits, what is told is part of the page', async () => {
  const role = async (kind: string) =>
    /role="(\w+)"/.exec((await draw('Notice', { kind, children: html('<p>x</p>') })).body)?.[1]
  expect(await Promise.all(['told', 'yours', 'done', 'wait', 'wrong'].map(role))).toEqual([
    undefined,
    undefined,
    'status',
    'status',
    'alert',
  ])
})

test('each promise brings its own mark', async () => {
  const heads = async (kind: string) =>
    (await draw('PrivacySentence', { kind, words: html('<b>x</b>') })).body.match(/class="head[^"]*"/g) ?? []
  expect(await heads('anonymous')).toHaveLength(4)
  expect(await heads('confidential')).toHaveLength(3)
  expect(await heads('named')).toEqual(['class="head warm"'])
  expect(await heads('host')).toEqual([])
})

test('the stylesheets fetch nothing but our own fonts, and keep one order of layers wherever they are loaded', () => {
  for (const [file, css] of stylesheets()) {
    const urls = [...css.matchAll(/url\(["']?([^"')]+)/g)].map(([, url]) => url ?? '')
    expect(urls.filter((url) => !url.startsWith('fonts/') || !existsSync(join(here, url)))).toEqual([])
    expect(css, file).not.toMatch(/@import|data:|https?:/)
    if (file !== 'tokens.css') expect(css).toContain('@layer base, layout, parts, plots, screens, print;')
  }
})

test('no component uses a class that no stylesheet knows', async () => {
  const css = [...stylesheets().values()].join()
  const known = new Set([...css.matchAll(/\.([a-z][\w-]*)/g)].map(([, name]) => name))
  const used = new Set<string>()
  for (const [name, props] of Object.entries(samples)) {
    const { body } = await draw(name, props)
    for (const [, names = ''] of body.matchAll(/class="([^"]*)"/g)) {
      for (const one of names.split(' ').filter(Boolean)) used.add(one)
    }
  }
  expect([...used].filter((name) => !known.has(name))).toEqual([])
})

function stylesheets(): Map<string, string> {
  const files = readdirSync(here).filter((file) => file.endsWith('.css'))
  return new Map(files.map((file) => [file, readFileSync(join(here, file), 'utf8')]))
}
