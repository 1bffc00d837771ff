import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { type Component, createRawSnippet } from 'svelte'
import { render } from 'svelte/server'
import { createServer, type ViteDevServer } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BenchRow } from './bench-rows.ts'
import { answerScale, shareScale } from './scale.ts'
import type { TrendPoint } from './trend.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const warnings: string[] = []
const cacheDir = mkdtempSync(join(tmpdir(), 'kith-ui-'))
let compiler: ViteDevServer

beforeAll(async () => {
  compiler = await createServer({
    root: fileURLToPath(new URL('../..', import.meta.url)),
    configFile: false,
    cacheDir,
    appType: 'custom',
    logLevel: 'silent',
    optimizeDeps: { noDiscovery: true },
    ssr: { optimizeDeps: { noDiscovery: true } },
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    plugins: [
      svelte({
        configFile: false,
        prebundleSvelteLibraries: false,
        compilerOptions: { dev: false },
        onwarn: ({ code, message, filename }) => void warnings.push(`${filename} ${code} ${message}`),
      }),
    ],
  })
})

afterAll(async () => {
  await compiler.close()
  rmSync(cacheDir, { recursive: true, force: true })
})

const html = (words: string) => createRawSnippet(() => ({ render: () => words }))

async function draw(
  name: string,
  props: Record<string, unknown> = {},
): Promise<{ head: string; body: string }> {
  const module = await compiler.ssrLoadModule(`${here}${name}.svelte`)
  const { head, body } = render(module.default as Component<Record<string, unknown>>, { props })
  // Hydration marks are no part of what anybody reads.
  return { head, body: body.replace(/<!--.*?-->/g, '').replace(/\s+/g, ' ') }
}

const scale = answerScale({ min: 1, max: 5, lowEnd: 'Strongly disagree', highEnd: 'Strongly agree' })
const rows: BenchRow[] = [
  {
    shown: true,
    name: 'Whole hospital',
    depth: 0,
    whole: true,
    n: 214,
    value: 2.8,
    low: 2.6,
    high: 3,
    before: 2.6,
  },
  {
    shown: true,
    name: 'Surgery',
    depth: 1,
    yours: true,
    n: 18,
    value: 3.2,
    low: 2.7,
    high: 3.7,
    before: 2.6,
  },
  { shown: false, name: 'Pharmacy', depth: 2 },
]
const points: TrendPoint[] = [
  { name: 'June 2026', short: 'June' },
  { name: 'July 2026', short: 'July', figure: { value: 2.7, waves: 1, n: 210, low: 2.5, high: 2.9 } },
  { name: 'August 2026', short: 'Aug' },
  { name: 'September 2026', short: 'Sept', figure: { value: 2.9, waves: 2 } },
]
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
  FingerprintWords: { words: ['tansy', 'orbit', 'lemon', 'harbour'] },
  Footer: { links: [{ words: 'Your data', href: '/data' }] },
  Header: { places: { home: '/', changes: '/changes' }, current: 'changes' },
  'marks/Scene': {},
  Notice: { kind: 'wrong', children: html('<p>That code has been used.</p>') },
  OpenNow: { title: 'This week’s check-in is open', children: html('<p>Five questions.</p>') },
  PageEnd: {},
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
    expect(body.length, name).toBeGreaterThan(20)
    expect(body, name).not.toMatch(/\sstyle\s*=|<style|javascript:|\son[a-z]+=|data:/)
  }
  expect(warnings).toEqual([])
})

test('a hidden group and an empty group cannot be told apart', async () => {
  const hidden: BenchRow = { shown: false, name: 'Pharmacy', depth: 2 }
  const betrayed = { ...hidden, n: 3, value: 1.2, low: 1, high: 1.4, before: 4.1 } as BenchRow
  const empty = { ...hidden, n: 0, value: Number.NaN, low: Number.NaN, high: Number.NaN } as BenchRow
  const [first, ...others] = await Promise.all(
    [hidden, betrayed, empty].map((row) => draw('BenchRows', { label: 'Workload', rows: [row], scale })),
  )
  for (const other of others) expect(other.body).toBe(first?.body)
  expect(first?.body).toContain('Not enough people yet to show this safely')
})

test('a release can be walked as a table: roles, names, n, value and interval in words', async () => {
  const { body } = await draw('BenchRows', { label: 'Workload', rows, scale, beforeName: 'September' })
  expect(body.match(/role="row"/g)).toHaveLength(rows.length + 1)
  expect(body.match(/role="columnheader"/g)).toHaveLength(4)
  expect(body.match(/role="rowheader"/g)).toHaveLength(rows.length)
  expect(body.match(/role="cell"/g)).toHaveLength(rows.length * 3)
  expect(body).toContain('role="table" aria-label="Workload"')
  for (const words of ['n 214', '<b>2.8</b>', '2.6 to 3.0', 'September 2.6', 'your team']) {
    expect(body).toContain(words)
  }
})

test('the drawing of a figure stands where the design puts it, and in Arabic from the other side', async () => {
  const { body } = await draw('BenchRows', { label: 'Workload', rows, scale })
  expect(body).toContain('<svg x="45.2%" y="23">')
  expect(body).toContain('x1="40.4%" x2="50%" y1="27" y2="27"')
  const arabic = await draw('BenchRows', { label: 'Workload', rows, scale, locale: 'ar' })
  expect(arabic.body).toContain('<svg x="54.8%" y="23">')
  expect(arabic.body).toContain('٢٫٨')
})

test('shares are written as people in every hundred', async () => {
  const share: BenchRow = { shown: true, name: 'Surgery', depth: 1, n: 18, value: 18.2, low: 12, high: 24 }
  const { body } = await draw('BenchRows', { label: 'Lonely', rows: [share], scale: shareScale })
  expect(body).toContain('<b>18</b>')
  expect(body).toContain('in 100, 12 to 24')
  expect(body).toContain('class="bench-rows shares"')
  // A column without a name is lost on whoever walks the table by ear.
  expect(body).toContain('<span class="visually-hidden">0 to 100</span>')
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
    expect(body).toMatch(/<a class="get-support" href="\/support">Get support<\/a>/)
    expect(body).toContain('<main id="main"')
  }
  expect(page.body).toContain('class="places"')
  expect(task.body).not.toContain('class="places"')
  expect(task.body).not.toContain('<footer')
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

test('a trend says in its table what it draws: a gap, a single wave, several taken together and why', async () => {
  const { body } = await draw('TrendChart', samples.TrendChart)
  expect(body).toContain('June 2026')
  expect(body).toContain('August 2026 to September 2026')
  expect(body).toContain('Not shown')
  expect(body).toContain('2 check-ins taken together')
  expect(body).toContain('fewer than 8')
  const hatch = /<pattern id="([^"]+)"/.exec(body)?.[1]
  expect(body).toContain(`fill="url(#${hatch})"`)
  expect(body.match(/<circle class="point"/g)).toHaveLength(1)
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
