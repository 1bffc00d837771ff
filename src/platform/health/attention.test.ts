import { expect, test } from 'vitest'
import { attentionIn, scarceRoom } from './attention.ts'
import type { SiteHealth } from './site-health.ts'

const at = new Date('2026-11-22T09:00:00Z')
const daysFrom = (days: number) => new Date(at.getTime() + days * 86_400_000)
const queue = { waiting: 0, again: 0, running: 0, gaveUp: 0, lastDoneAt: at, overdue: 0 }
const goodDay: SiteHealth = {
  at,
  isUp: true,
  isAddressSecure: true,
  clock: undefined,
  isFolderThere: true,
  isCollectorWell: undefined,
  disk: { free: 20e9, whole: 40e9 },
  queues: [{ name: 'send-messages', ...queue }],
  mail: { isConnected: true, letters: { waiting: 3, gaveUp: 0 }, trouble: undefined },
  storage: { database: 1e7, waves: 0, letters: 0, lastBackup: { at: daysFrom(-1), bytes: 1e6 } },
  versions: { kith: '1', node: '24', postgres: '15', migration: 'x' },
  support: { old: 0 },
  certificateUntil: daysFrom(60),
}
const codes = (change: Partial<SiteHealth>) => attentionIn({ ...goodDay, ...change }).map(({ code }) => code)

test('on a good day nothing needs attention', () => {
  expect(codes({})).toEqual([])
})

test('each thing that is wrong is said, and nothing else beside it', () => {
  const { mail, storage } = goodDay
  const tried: [string, Partial<SiteHealth>][] = [
    ['database-down', { isUp: false }],
    ['disk-low', { disk: { free: scarceRoom - 1, whole: 40e9 } }],
    ['folder-gone', { isFolderThere: false, disk: undefined }],
    ['collector-away', { isCollectorWell: false }],
    ['support-old', { support: { old: 1 } }],
    ['clock-jumped', { clock: { believed: at, shown: daysFrom(2), until: daysFrom(0.25) } }],
    ['certificate-over', { certificateUntil: daysFrom(-1) }],
    ['certificate-ends', { certificateUntil: daysFrom(13) }],
    ['address-insecure', { isAddressSecure: false }],
    ['mail-failing', { mail: { ...mail, trouble: { kind: 'away', at } } }],
    ['mail-failing', { mail: { ...mail, trouble: { kind: 'later', at } } }],
    ['letters-gave-up', { mail: { ...mail, letters: { waiting: 0, gaveUp: 2 } } }],
    ['jobs-stuck', { queues: [{ name: 'close-wave', ...queue, overdue: 1000 }] }],
    ['jobs-gave-up', { queues: [{ name: 'close-wave', ...queue, gaveUp: 1 }] }],
    ['backup-never', { storage: { ...storage, lastBackup: undefined } }],
    ['backup-old', { storage: { ...storage, lastBackup: { at: daysFrom(-7.1), bytes: 1 } } }],
  ]
  for (const [code, change] of tried) expect(codes(change)).toEqual([code])
})

test('one address that a mail server refuses does not say that mail is failing', () => {
  expect(codes({ mail: { ...goodDay.mail, trouble: { kind: 'refused', at } } })).toEqual([])
})

test('what does not work now comes before what will not', () => {
  const storage = { ...goodDay.storage, lastBackup: undefined }
  expect(codes({ storage, isAddressSecure: false })).toEqual(['address-insecure', 'backup-never'])
})
