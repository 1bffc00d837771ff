import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, type Visitor, visitor } from '../rehearsal/browser.ts'
import { addressOfRoute, listRoutes } from '../rehearsal/routes.ts'
import { type RunningSite, runSite } from '../rehearsal/running-site.ts'
import { furnishClinic, type WholeClinic } from '../rehearsal/whole-clinic.ts'
import { plantedIn } from './evidence/planted.ts'

// Fields are found where a person finds them, on the pages, so that a new one is attacked from its first day.

let running: RunningSite
let browser: Browser
let clinic: WholeClinic
beforeAll(async () => {
  running = await runSite({ now: '2026-11-20T09:00:00Z' })
  browser = await openBrowser()
  clinic = await furnishClinic(running)
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await running?.end()
})

const pages = (): string[] => [
  ...listRoutes()
    .filter(({ isPage }) => isPage)
    .map(({ id }) =>
      addressOfRoute(id, {
        organisation: clinic.slug,
        member: clinic.member.member.id,
        instrument: 'weekly-five',
        format: 'troika',
        unit: clinic.member.member.unit ?? '',
        series: clinic.series,
        ...clinic.room,
        secret: 'x',
        wave: id.includes('releases') ? clinic.waves.released : clinic.waves.draft,
      }),
    ),
  `/app/${clinic.slug}/check-ins/${clinic.waves.open}`,
]
const members = (): string[] =>
  ['', '/check-ins', `/releases/${clinic.waves.released}`, '/profile', '/myself', '/people'].map(
    (page) => `/app/${clinic.slug}${page}`,
  )

const typed =
  'textarea, input:is(:not([type]), [type=text], [type=search], [type=email], [type=tel], [type=url], [type=date], [type=time], [type=datetime-local], [type=number], [type=password])'

/** How many forms of this page have a field that takes text. */
const countForms = ({ page }: Visitor): Promise<number> =>
  page.evaluate((fields) => [...document.forms].filter((form) => form.querySelector(fields)).length, typed)

/** Types markup into every such field of one form, past what the browser would stop, and sends it. Names what it filled. */
const attack = ({ page }: Visitor, which: number): Promise<string[]> =>
  page.evaluate(
    ([fields, at]) => {
      const form = [...document.forms].filter((one) => one.querySelector(fields))[at]
      if (!form) return []
      const filled = [...form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(fields)]
      for (const [number, field] of filled.entries()) {
        if (field instanceof HTMLInputElement) field.type = 'text'
        field.disabled = false
        field.value = number % 2 ? '"><svg onload=ran=1>{ran=1}' : '</script><img src=x onerror=ran=1>'
        field.dispatchEvent(new Event('input', { bubbles: true }))
        field.dispatchEvent(new Event('change', { bubbles: true }))
      }
      form.noValidate = true
      const send = form.querySelector<HTMLButtonElement>('button:not([type=button])')
      form.requestSubmit(send)
      return filled.map(({ name, id }) => name || id)
    },
    [typed, which] as const,
  )

test('whatever is typed into any field of any form stays text, in the answer and wherever it is shown later', async () => {
  const founder = await visitor(browser, { running, cookies: clinic.founderEnters })
  const member = await visitor(browser, { running, cookies: clinic.memberEnters })
  const wrong: string[] = []
  const filled = new Set<string>()
  const look = async (who: Visitor, what: string) => {
    for (const words of await plantedIn(who)) wrong.push(`${what}: ${words}`)
    who.complaints.length = 0
  }
  for (const address of pages()) {
    await founder.page.goto(address)
    const forms = await countForms(founder)
    for (let which = 0; which < forms; which++) {
      await founder.page.goto(address)
      await founder.settled()
      for (const name of await attack(founder, which)) filled.add(name)
      await founder.settled()
      await look(founder, `${address}, form ${which + 1}`)
    }
  }
  for (const [who, addresses] of [
    [founder, pages()],
    [member, members()],
  ] as const)
    for (const address of addresses) {
      await who.page.goto(address)
      await who.settled()
      await look(who, address)
    }
  expect(wrong).toEqual([])
  // A walk that met no fields would find nothing wrong either.
  for (const name of ['name', 'title', 'why', 'what', 'chosenName', 'buttonName', 'holidays', 'q'])
    expect([...filled]).toContain(name)
}, 480_000)
