import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enterRoom, readSeat } from '#capabilities/rooms/index.server.ts'
import { objectionsOf } from '../rehearsal/axe.ts'
import { phone, picture, press, reads } from '../rehearsal/browser.ts'
import { type OpenClinic, openClinic } from '../rehearsal/open-clinic.ts'
import { must, openedRoom, pressAs } from '../rehearsal/rooms.ts'

// What somebody leaves a room with that is hers alone: a step that stays on her device.

const STEP = 'I ask Jo for ten minutes before handover'
let clinic: OpenClinic
let page: Page
let room: string
let code: string
let host: string
const sent: string[] = []

const rooms = () => clinic.running.site.composition.rooms
const asHost = async (command: object) => must(await pressAs(rooms(), { code, secret: host, command }))
const goOn = async () => {
  const { heard } = must(await readSeat({ rooms: rooms() }, { code, secret: host, language: 'en' }))
  await asHost({ do: 'go-on', move: heard.room?.move })
}
const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)
const handed = async (name: string): Promise<string> => {
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, name)])
  return readFile(await download.path(), 'utf8')
}

beforeAll(async () => {
  clinic = await openClinic({ staff: 9, joined: 2 })
  const settings = { door: 'members', keepsWordsDays: 3 } as const
  const formats = ['debrief', 'closing']
  const opened = await openedRoom({ rooms: rooms(), host: clinic.founder }, { formats, settings })
  ;({ room, code } = opened)
  host = must(await enterRoom({ rooms: rooms(), actor: clinic.founder }, { room })).secret
  ;({ page } = await clinic.sitsDown(1))
  page.on('request', (request) => void sent.push(`${request.url()} ${request.postData() ?? ''}`))
})
afterAll(() => clinic?.end())

test('she keeps a step of her own, which no request carries, and has a reminder made in her browser', async () => {
  await page.setViewportSize(phone)
  await page.goto(`${clinic.home}/rooms/${room}`)
  await press(page, 'Come in')
  await goOn()
  await page.getByLabel('What I will do').fill(STEP)
  await press(page, 'Keep it on this device')
  await reads(page, 'Kept on this device.')
  await page.reload()
  await reads(page, STEP)
  await page.getByText('Have a reminder').click()
  const bare = await handed('Make the calendar file')
  expect(bare).toContain('SUMMARY:My next step')
  expect(bare).not.toContain('Jo')
  await page.getByText('Write my words into it').click()
  expect((await handed('Make the calendar file')).replaceAll('\r\n ', '')).toContain(STEP)
  await picture(page, 'room-step')
  expect(await objectionsOf(page)).toEqual([])
  expect(await fits()).toBe(true)
  expect(sent.filter((text) => text.includes('ten minutes') || text.includes('ten%20minutes'))).toEqual([])
})

test('she takes the step back as easily as she wrote it', async () => {
  await press(page, 'Delete it')
  await reads(page, 'Deleted from this device.')
  await press(page, 'Bring it back')
  expect(await page.getByLabel('What I will do').inputValue()).toBe(STEP)
  await page.reload()
  expect(await page.getByLabel('What I will do').inputValue()).toBe('')
})
