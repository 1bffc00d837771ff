import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { readWaves } from '#capabilities/checkins/index.server.ts'
import { desk, openBrowser, phone, picture, tabTo, type Visitor, visitor } from '../rehearsal/browser.ts'
import { eventually, type RunningSite, runSite } from '../rehearsal/running-site.ts'
import { answerAsStaff, staffOf } from '../rehearsal/staff-answers.ts'

// One errand, told in order: each test goes on where the one before ended.

let running: RunningSite
let browser: Browser
const people = {} as Record<'ines' | 'amara' | 'jonas' | 'marta', Visitor>

beforeAll(async () => {
  running = await runSite({ now: '2026-11-20T09:00:00Z' })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await running?.end()
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail')
    for (const [name, { page, complaints }] of Object.entries(people)) {
      await picture(page, `failed-${name}`)
      expect.soft(complaints, name).toEqual([])
    }
  expect(running.incidents).toEqual([])
})

const home = '/app/alder-bridge'
const teams = { Surgery: 11, Maternity: 10, Pharmacy: 9 }
const named: Record<string, [name: string, email: string]> = {
  'Surgery 1': ['Amara Osei', 'amara@alderbridge.example'],
  'Surgery 2': ['Jonas Lindqvist', 'jonas@alderbridge.example'],
  'Maternity 1': ['Marta Nunes', ''],
  'Pharmacy 1': ['Ines Duarte', 'ines@alderbridge.example'],
}
/** Thirty people in three teams, and two rows that somebody has to look at. */
const staffList = () => {
  const rows = ['name,team,profession,e-mail']
  for (const [team, size] of Object.entries(teams)) {
    for (let at = 1; at <= size; at += 1) {
      const [name, email] = named[`${team} ${at}`] ?? [
        `${team} Colleague ${at}`,
        `${team}.${at}@alderbridge.example`.toLowerCase(),
      ]
      rows.push(`${name},${team},Nurse,${email}`)
    }
  }
  return [...rows, 'Piotr Nowak,Surgery,Nurse,piotr@', 'Lost Soul,,Nurse,lost@alderbridge.example'].join('\n')
}
/** Waits for the page with this heading. */
const isAt = (who: Visitor, name: string) =>
  who.page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
const press = (who: Visitor, name: string) => who.page.getByRole('button', { name, exact: true }).click()
const follow = (who: Visitor, name: string) =>
  who.page.getByRole('link', { name, exact: true }).first().click()
const reads = (who: Visitor, words: string | RegExp) =>
  who.page.getByText(words).filter({ visible: true }).first().waitFor()

test('the operator opens the link that the first start printed and founds an organisation', async () => {
  const ines = await visitor(browser, { running, size: desk })
  people.ines = ines
  await ines.page.goto(running.site.setUpLink ?? '')
  await isAt(ines, 'Welcome. Nobody is here yet.')
  await picture(ines.page, 'set-up')
  await ines.page.getByLabel('Its name, as people there say it').fill('Alder Bridge')
  await ines.page.getByLabel('Time zone').selectOption('Europe/Lisbon')
  await ines.page.locator('main').getByLabel('Language', { exact: true }).selectOption('en')
  await ines.page.getByRole('radio', { name: /^The employer/ }).check()
  await ines.page.getByLabel('Your name').fill('Ines Duarte')
  await ines.page.getByLabel('Your e-mail').fill('ines@alderbridge.example')
  await press(ines, 'Go on to people')
  await ines.page.waitForURL('**/account?welcome=first')
  await isAt(ines, 'Alder Bridge is set up.')
  await follow(ines, 'Not now')
  await ines.page.waitForURL('**/people/import?first=yes')
  await isAt(ines, 'Import a staff list')
})

test('the staff list is looked at before it changes anything, and says what is the matter with two rows', async () => {
  const { ines } = people
  const file = { name: 'staff.csv', mimeType: 'text/csv', buffer: Buffer.from(staffList()) }
  await ines.page.getByLabel('The file').setInputFiles(file)
  await press(ines, 'Look at it first')
  await ines.page.waitForURL('**/people/import?list=*')
  await isAt(ines, 'Nothing has changed yet. Things to look at: 2.')
  const problems = ines.page.getByRole('table').getByRole('row')
  await problems.filter({ hasText: 'The address is not complete.' }).waitFor()
  await problems.filter({ hasText: 'There is no team.' }).waitFor()
  await picture(ines.page, 'import-preview')
  await press(ines, 'Import (30 people)')
  await ines.page.waitForURL('**/people?added=*')
  await reads(ines, /^The list is in: 29 new people, 1 changed\./)
  await picture(ines.page, 'people')
})

test('everybody with an address is written to, and who has none gets a code on paper', async () => {
  const { ines } = people
  await follow(ines, 'Invitations')
  await press(ines, 'Send invitations (28)')
  await reads(ines, '28 letters are on their way.')
  await picture(ines.page, 'invitations')
  await ines.page.goto(`${home}/people?q=Marta`)
  await follow(ines, 'Marta Nunes')
  await press(ines, 'Make a printed code')
  await reads(ines, 'A new code is ready to print.')
  await follow(ines, 'Slips to print')
  await reads(ines, 'It is yours alone and works once.')
  await picture(ines.page, 'slips')
})

test('one joins by the link of her letter and adds a passkey, which then lets her in', async () => {
  const amara = await visitor(browser, { running, size: phone })
  people.amara = amara
  const device = await amara.context.newCDPSession(amara.page)
  await device.send('WebAuthn.enable')
  await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
    },
  })
  await amara.page.goto(await invitationOf('amara@alderbridge.example'))
  await isAt(amara, 'Welcome, Amara Osei.')
  await reads(amara, 'Ines Duarte has put you on the staff list of Alder Bridge.')
  await picture(amara.page, 'join')
  await press(amara, 'Join')
  await isAt(amara, 'You have joined Alder Bridge.')
  await amara.page.getByLabel('What to call this device').fill('my phone')
  await picture(amara.page, 'welcome')
  await press(amara, 'Add a passkey')
  await amara.page.waitForURL(`**${home}`)
  await amara.page.goto(`${home}/account`)
  await reads(amara, 'my phone')
  await press(amara, 'Sign out')
  await amara.page.waitForURL(`${running.url}/`)
  await follow(amara, 'Sign in')
  await press(amara, 'Use a passkey')
  await amara.page.waitForURL(`**${home}`)
  await isAt(amara, 'Good morning, Amara Osei.')
})

test('one joins on a ward computer and signs in on his phone with six digits from a letter', async () => {
  const ward = await visitor(browser, { running, size: desk })
  await ward.page.goto(await invitationOf('jonas@alderbridge.example'))
  await press(ward, 'Join')
  await isAt(ward, 'You have joined Alder Bridge.')
  await ward.context.close()

  const jonas = await visitor(browser, { running, size: phone })
  people.jonas = jonas
  await jonas.page.goto('/')
  await follow(jonas, 'Sign in')
  await jonas.page.getByLabel('Your e-mail').fill('jonas@alderbridge.example')
  await picture(jonas.page, 'sign-in')
  await press(jonas, 'Send me a code')
  const letter = await running.letterTo('jonas@alderbridge.example', ({ subject }) => /^\d{6} /.test(subject))
  await jonas.page.getByLabel('The six digits').fill(letter.subject.slice(0, 6))
  await press(jonas, 'Come in')
  await jonas.page.waitForURL(`**${home}`)
  await isAt(jonas, 'Good morning, Jonas Lindqvist.')
})

test('one types the code of her slip', async () => {
  const code = await people.ines.page.locator('.slip .one-time').innerText()
  const marta = await visitor(browser, { running, size: phone })
  people.marta = marta
  await marta.page.goto('/')
  await follow(marta, 'I have a code')
  await marta.page.getByLabel('Your code').fill(code.toLowerCase())
  await press(marta, 'Go on')
  await isAt(marta, 'Welcome, Marta Nunes.')
  await reads(marta, 'This makes an account without an e-mail address. There is no password.')
  await press(marta, 'Join')
  await isAt(marta, 'You have joined Alder Bridge.')
})

test('the administrator says whom people can call, because nothing is announced before', async () => {
  const { ines } = people
  await ines.page.goto(`${home}/support`)
  await reads(ines, 'Still to fill in')
  const section = (name: string) => ines.page.getByRole('form', { name, exact: true })
  await section('Emergency number').getByLabel('Number').fill('extension 000')
  await section('Emergency number').getByRole('button').click()
  await reads(ines, 'Saved, with today as the day it was checked.')
  for (const name of ['Crisis line', 'Occupational health', 'Counselling']) {
    await section(name).getByLabel('Number').fill('extension 001')
    await section(name).getByLabel('When somebody is there').fill('Day and night')
    await section(name).getByLabel('Languages').fill('English, Portuguese')
    await section(name).getByRole('button').click()
    await section(name).getByText('Checked by Ines Duarte').waitFor()
  }
  await section('Peer supporters').getByLabel('There is none here').check()
  await section('Peer supporters').getByRole('button').click()
  await reads(ines, 'Every section is filled in.')
  await picture(ines.page, 'support-filled')
})

test('the administrator makes one of them the lead of her team', async () => {
  const { ines } = people
  await ines.page.goto(`${home}/people?q=Amara`)
  await follow(ines, 'Amara Osei')
  await ines.page.getByLabel('Make this person the lead of').selectOption({ label: '\u2007\u2007Surgery' })
  await press(ines, 'Make lead')
  await reads(ines, 'Saved.')
  await ines.page.getByRole('button', { name: 'No longer lead of Surgery' }).waitFor()
  await picture(ines.page, 'member')
})

test('the wellbeing lead plans a check-in, sees what it will publish, and announces it when its keys are made', async () => {
  const { ines } = people
  await ines.page.goto(home)
  await follow(ines, 'Speak up')
  await follow(ines, 'Plan a check-in')
  await ines.page.getByLabel('What it is called').fill('November')
  await ines.page.getByLabel('Opens').fill('2026-11-23T06:00')
  await ines.page.getByLabel('Closes').fill('2026-11-29T20:00')
  await press(ines, 'Show what will be published')
  // Who leads a team is counted with the team above it, and with her those whom she would otherwise give away.
  const rows = ines.page.getByRole('row')
  await rows.filter({ hasText: 'Surgery' }).filter({ hasText: '10' }).filter({ hasText: 'Alone' }).waitFor()
  await rows.filter({ hasText: 'Pharmacy' }).filter({ hasText: 'With Alder Bridge' }).waitFor()
  await picture(ines.page, 'plan')
  await press(ines, 'Keep as a draft')
  await ines.page.waitForURL(/check-ins\/[0-9a-f-]{36}$/)
  await ines.page.locator('button:not([aria-disabled])', { hasText: 'Announce this check-in' }).click({
    timeout: 45_000,
  })
  await reads(ines, 'Announced.')
  await picture(ines.page, 'wave-announced')
})

test('before it opens, everybody’s phone is made ready by looking at the home page', async () => {
  for (const who of [people.amara, people.jonas, people.marta]) {
    const ticket = who.page.waitForResponse((response) => response.url().endsWith('/ticket'))
    await who.page.goto(home)
    expect((await ticket).status()).toBe(200)
    await reads(who, /^November opens on /)
    await reads(who, 'Until then there is nothing to do. This device is ready.')
  }
  await picture(people.marta.page, 'home-announced')
})

test('when it opens, everybody gets the same letter with the words of its plan', async () => {
  running.clock.set('2026-11-23T08:30:00Z')
  await running.advanceUntil(async () => (await wave()).state === 'open')
  const [amaras, jonass] = await Promise.all(
    ['amara', 'jonas'].map((name) =>
      running.letterTo(`${name}@alderbridge.example`, ({ subject }) =>
        subject.endsWith('a check-in is open'),
      ),
    ),
  )
  expect(amaras?.text).toBe(jonass?.text)
  const words = /to compare with a colleague: (.*)/.exec(amaras?.text ?? '')?.[1]?.split(', ') ?? []
  expect(words.length).toBeGreaterThan(3)
  const { ines } = people
  await ines.page.reload()
  const page = await ines.page.locator('main').innerText()
  for (const word of words) expect(page).toContain(word)
  for (const who of Object.values(people)) await who.context.clock.setSystemTime('2026-11-23T08:30:00Z')
})

test('one answers with the keyboard alone, skips a question, waits, and is told that it was received', async () => {
  const { amara } = people
  const { page } = amara
  await page.goto(home)
  await reads(amara, 'November is open')
  await picture(page, 'home-open')
  await tabTo(page, ({ words }) => words === 'Answer now')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/answer#/)
  await reads(
    amara,
    /^Your answers will be reported with Alder Bridge \(10 people\)\. Nobody can see which answers/,
  )
  await picture(page, 'answer')
  await expectQuestion(amara, 1, 'This week my workload was manageable.')
  await tabTo(page, ({ type }) => type === 'radio')
  await page.keyboard.press('ArrowDown')
  expect(await page.locator('input:checked').getAttribute('value')).toBe('2')
  await tabTo(page, ({ words }) => words === 'Next')
  await page.keyboard.press('Enter')
  await expectQuestion(amara, 2, /^This week I had at least one conversation/)
  await tabTo(page, ({ words }) => words === 'Skip this one')
  await page.keyboard.press('Enter')
  await expectQuestion(amara, 3, 'I had enough time to recover between shifts.')
  await tabTo(page, ({ type }) => type === 'radio')
  await page.keyboard.press('Space')
  await tabTo(page, ({ words }) => words === 'Next')
  await page.keyboard.press('Enter')
  await isAt(amara, 'Before you send')
  await reads(amara, 'Skipped')
  await reads(amara, 'Strongly disagree')
  await picture(page, 'answer-review')
  await tabTo(page, ({ words }) => words === 'Send')
  await page.keyboard.press('Enter')
  await reads(amara, 'Thank you.')
  await reads(amara, /^Your answers leave this device before /)
  await picture(page, 'answer-waiting')
  await amara.wait(20)
  await reads(amara, 'Your answers were received.')
  await picture(page, 'answer-received')
})

test('one does not want to wait and sends it now', async () => {
  const { jonas } = people
  await answer(jonas, ['Agree', 'Neither', 'Disagree'])
  await press(jonas, 'Send')
  await press(jonas, 'Send it now instead')
  await reads(jonas, 'Your answers were received.')
  await follow(jonas, 'Back to the home page')
  await reads(jonas, 'November: your answers were received. Thank you.')
  await picture(jonas.page, 'home-received')
})

test('one loses the network after the last tap, closes the tab, and loses nothing', async () => {
  const { marta } = people
  await answer(marta, ['Agree', 'Strongly agree', 'Neither'])
  await marta.context.setOffline(true)
  await press(marta, 'Send')
  await reads(marta, 'Thank you.')
  await press(marta, 'Send it now instead')
  await reads(
    marta,
    'They could not be sent yet. They wait here and go by themselves when the network is back.',
  )
  await picture(marta.page, 'answer-offline')
  const address = marta.page.url()
  await marta.page.reload().catch(() => undefined)
  await marta.page.close()
  marta.complaints.length = 0
  await marta.context.setOffline(false)
  marta.page = await marta.context.newPage()
  await marta.page.goto(address)
  await reads(marta, /^(They could not be sent yet|Your answers were received)/)
  await marta.wait(2)
  await reads(marta, 'Your answers were received.')
})

test('the others answer too, and after closing everybody reads the same release', async () => {
  const { id } = await wave()
  const answered = new Set(['Amara Osei', 'Jonas Lindqvist', 'Marta Nunes'])
  const others = (await staffOf(running, 'alder-bridge')).filter(({ member }) => !answered.has(member.name))
  expect(await answerAsStaff(running, { people: others, wave: id })).toBe(27)
  running.clock.set('2026-11-30T20:01:00Z')
  await running.advanceUntil(async () => (await wave()).state === 'released')

  const texts: string[] = []
  for (const [name, who] of Object.entries(people)) {
    await who.page.goto(home)
    await follow(who, 'Read what they said')
    await isAt(who, 'What people said: November')
    await reads(who, /took part\. Everybody reads this page from the same moment/)
    await picture(who.page, `release-${name}`)
    const own = /^.*(your team|which you lead).*$/gim
    texts.push(
      await who.page
        .locator('table')
        .first()
        .innerText()
        .then((text) => text.replace(own, '')),
    )
  }
  expect(texts[0]).toContain('Surgery')
  const figures = (text: string) => text.match(/\d+([.,]\d+)?/g)
  for (const text of texts) expect(figures(text)).toEqual(figures(texts[0] ?? ''))
})

test('a unit lead opens the same release at her team, and the table is there to take away', async () => {
  const { amara, jonas, ines } = people
  await reads(amara, 'Opened at Surgery, which you lead. It is the same page that everybody reads.')
  const tables = await Promise.all(
    [amara, jonas, ines].map(async ({ page }) => {
      const href = (await page.getByRole('link', { name: 'Take the table (CSV)' }).getAttribute('href')) ?? ''
      const fetched = await page.request.get(new URL(href, page.url()).href)
      expect(fetched.headers()['content-type']).toContain('text/csv')
      return fetched.text()
    }),
  )
  expect(tables[0]).toContain('Surgery')
  expect(new Set(tables).size).toBe(1)
})

test('on the whole way no browser complained about anything', () => {
  for (const { complaints } of Object.values(people)) expect(complaints).toEqual([])
})

const invitationOf = async (address: string) => {
  const letter = await running.letterTo(address, ({ subject }) => subject.includes('invites you'))
  return /http\S+\/app\/join\/\S+/.exec(letter.text)?.[0] ?? ''
}

const wave = async () => {
  const [actor] = await staffOf(running, 'alder-bridge')
  if (!actor) throw new Error('Nobody is on the staff list.')
  const { checkins } = running.site.composition
  const { waves } = await readWaves({ checkins, actor: { ...actor, roles: ['wellbeing-lead'] } })
  return eventually(() => waves[0], { what: 'the wave', patience: 0 })
}

const expectQuestion = async (who: Visitor, step: number, words: string | RegExp) => {
  await who.page.getByText(`Question ${step} of 3`).first().waitFor()
  await who.page.getByRole('heading', { level: 1, name: words }).waitFor()
}

/** Answers by touch, from the home page up to the last look. */
const answer = async (who: Visitor, chosen: readonly string[]) => {
  await who.page.goto(home)
  await follow(who, 'Answer now')
  for (const [at, words] of chosen.entries()) {
    await who.page
      .getByText(`Question ${at + 1} of 3`)
      .first()
      .waitFor()
    await who.page.getByText(words, { exact: true }).tap()
    await press(who, 'Next')
  }
  await isAt(who, 'Before you send')
}
