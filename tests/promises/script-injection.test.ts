import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cancelWave, pasteTexts } from '#capabilities/checkins/index.server.ts'
import { listOrganisations } from '#capabilities/people/index.server.ts'
import { openBrowser, type Visitor, visitor } from '../rehearsal/browser.ts'
import { announceOn } from '../rehearsal/people-on-site.ts'
import { addressOfRoute, listRoutes } from '../rehearsal/routes.ts'
import { type RunningSite, runSite } from '../rehearsal/running-site.ts'
import { appointTrustee } from '../rehearsal/trustees.ts'
import { furnishClinic, type WholeClinic } from '../rehearsal/whole-clinic.ts'
import { plantedIn } from './evidence/planted.ts'

// Seen to fail: with one name on the page of people written by {@html} (what nobody drew stands there, and the policy
// reports it); with `require-trusted-types-for` left out (markup from a script is taken).

/** Every way we know in which text becomes a script: markup, attributes, addresses, templates, ends of data blocks. */
const payloads = [
  '<script>ran=1</script>',
  '</script><script>ran=1</script>',
  '</title><script>ran=1</script>',
  '</textarea><script>ran=1</script>',
  '<img src=x onerror=ran=1>',
  '"><img src=x onerror=ran=1>',
  "'><svg onload=ran=1>",
  '<svg><script>ran=1</script></svg>',
  '<iframe srcdoc="<script>parent.ran=1</script>">',
  '<math><mi xlink:href="javascript:ran=1">x',
  '<body onload=ran=1>',
  '<a href="javascript:ran=1">x</a>',
  'javascript:ran=1//',
  '" autofocus onfocus=ran=1 x="',
  "' onmouseover='ran=1",
  '{ran=1}',
  '{{constructor.constructor("ran=1")()}}',
  ['$', '{ran=1}'].join(''),
  '`;ran=1;`',
  '"};ran=1;//',
  "';ran=1;//",
  '<!--<script>ran=1//',
  '&lt;script&gt;ran=1&lt;/script&gt;',
  '<base href=//elsewhere.example>',
  '<meta http-equiv=refresh content="0;url=//elsewhere.example">',
  '<style>@import"//elsewhere.example"</style>',
  '\u2028ran=1\u2028',
]
const inName = '</script><img src=x onerror=ran=1>'

let running: RunningSite
let browser: Browser
let clinic: WholeClinic
let founder: Visitor
let member: Visitor

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
/** Each payload as a name, a team and a profession; `>` parts a team from the one above it. */
const list = () =>
  [
    'name,team,profession,e-mail',
    ...Array.from({ length: 18 }, (_, at) => {
      const payload = payloads[at] ?? 'x'
      return [`${payload} ${at}`, `${payloads[at % 2] ?? ''} team`, payload, ''].map(quoted).join(',')
    }),
    ...payloads
      .slice(18)
      .map((payload, at) => [`${payload} n${at}`, `<b>team ${at}`, payload, ''].map(quoted).join(',')),
    ['Surgery 1', '<img src=x onerror=ran=1', 'Nurse', ''].map(quoted).join(','),
  ].join('\n')

beforeAll(async () => {
  running = await runSite({ now: '2026-11-20T09:00:00Z' })
  browser = await openBrowser()
  clinic = await furnishClinic(running, {
    name: `Alder ${inName}`,
    title: `November ${inName} {ran=1}`,
    list: list(),
  })
  const on = { checkins: running.site.composition.checkins, actor: clinic.founder }
  const texts = { locale: 'en', items: { 'burnout-single': inName }, options: {} }
  const words = Object.fromEntries([1, 2, 3, 4, 5].map((value, at) => [value, payloads[at] ?? 'x']))
  const pasted = await pasteTexts(
    { instrument: 'weekly-five', texts: { ...texts, options: { 'burnout-statements': words } } },
    on,
  )
  if (!pasted.ok) throw new Error(JSON.stringify(pasted.refusal))
  await appointTrustee(on, { name: inName })
  const later = { title: inName, opens: '2027-02-01T06:00', closes: '2027-02-07T20:00' }
  const doomed = await announceOn(running, { to: clinic, form: later })
  const cancelled = await cancelWave({ wave: doomed, form: { why: payloads.join(' ') } }, on)
  if (!cancelled.ok) throw new Error(JSON.stringify(cancelled.refusal))
  clinic.waves.draft = doomed
  founder = await visitor(browser, { running, cookies: clinic.founderEnters })
  member = await visitor(browser, { running, cookies: clinic.memberEnters })
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await running?.end()
})

const parameters = (id: string, wave?: string) => ({
  organisation: clinic.slug,
  member: clinic.member.member.id,
  instrument: 'weekly-five',
  format: 'troika',
  unit: clinic.member.member.unit ?? '',
  series: clinic.series,
  ...clinic.room,
  secret: encodeURIComponent(inName),
  wave: wave ?? (id.includes('releases') ? clinic.waves.released : clinic.waves.open),
})
const visits = (): string[] => [
  ...listRoutes()
    .filter(({ isPage }) => isPage)
    .map(({ id }) => addressOfRoute(id, parameters(id))),
  addressOfRoute('/app/[organisation]/check-ins/[wave]', parameters('', clinic.waves.draft)),
  `/app/${clinic.slug}/people?q=${encodeURIComponent(payloads[4] ?? '')}`,
  `/app/sign-in?next=${encodeURIComponent('javascript:ran=1')}`,
  `/app/${clinic.slug}/account?welcome=${encodeURIComponent(inName)}`,
  `/app/${clinic.slug}/check-ins/plan?wave=${encodeURIComponent(inName)}`,
  `/answer#${encodeURIComponent(inName)}/${encodeURIComponent(inName)}`,
]

/** What somebody without a role may open. */
const shared = () =>
  [
    '',
    '/check-ins',
    `/check-ins/${clinic.waves.open}`,
    '/releases',
    `/releases/${clinic.waves.released}`,
  ].map((page) => `/app/${clinic.slug}${page}`)

test('whatever people type is text wherever it is shown: nothing of it runs, and the policy has nothing to stop', async () => {
  const wrong: string[] = []
  for (const [name, who] of Object.entries({ founder, member })) {
    const { page, complaints, settled } = who
    page.on('dialog', (dialog) => void dialog.dismiss().then(() => wrong.push('a dialog opened')))
    for (const address of name === 'founder' ? visits() : shared()) {
      complaints.length = 0
      const answer = await page.goto(address)
      await settled()
      const policy = answer?.headers()['content-security-policy'] ?? ''
      if (answer && !policy.includes("require-trusted-types-for 'script'"))
        wrong.push(`${address}: no policy`)
      for (const words of await plantedIn(who)) wrong.push(`${address} (${name}): ${words}`)
    }
  }
  expect(wrong).toEqual([])
}, 240_000)

test('it is shown as it was typed, letter by letter', async () => {
  const { page } = founder
  const [organisation] = await listOrganisations(running.site.composition.database)
  expect(organisation?.name).toBe(`Alder ${inName}`)
  const texts: string[] = []
  for (const address of [
    `/app/${clinic.slug}/people`,
    `/app/${clinic.slug}/check-ins/${clinic.waves.draft}`,
  ]) {
    await page.goto(address)
    texts.push(await page.locator('main').innerText())
  }
  const [people = '', cancelled = ''] = texts
  for (const payload of payloads.slice(0, 12)) expect(people).toContain(payload)
  for (const payload of payloads.filter((text) => !text.includes('\u2028')))
    expect(cancelled).toContain(payload)
  await page.goto(`/app/${clinic.slug}/check-ins/${clinic.waves.open}`)
  expect(await page.title()).toContain(inName)
})

test('with trusted types in force, markup from a script is refused on every page', async () => {
  for (const address of ['/', '/answer', '/support', `/app/${clinic.slug}`, '/app/sign-in']) {
    const { page } = founder
    await page.goto(address)
    const refused = await page.evaluate(() => {
      const tries = [
        () => void Object.assign(document.createElement('p'), { innerHTML: '<b>x</b>' }),
        () => void document.write('<b>x</b>'),
        () => void Object.assign(document.createElement('script'), { src: '/x.js' }),
      ]
      return tries.map((attempt) => {
        try {
          attempt()
          return 'taken'
        } catch {
          return 'refused'
        }
      })
    })
    expect([address, ...refused]).toEqual([address, 'refused', 'refused', 'refused'])
  }
})
