import { readFileSync, writeSync } from 'node:fs'
import { externalAddress } from '#platform/database/addresses.server.ts'
import { migrate } from '#platform/database/migrate.server.ts'
import { backUp } from '../../../src/entry/back-up.server.ts'
import { restore } from '../../../src/entry/restore.server.ts'
import { settingsOf } from '../../rehearsal/two-sites.ts'
import type { BackupOrder } from './order.ts'

/** A command on the machine of the site, until it is killed. It says when it begins and when the operator was told it is done. */
const order = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as BackupOrder
const say = (word: string) => writeSync(1, `${word}\n`)
const settings = settingsOf(order)
say('begun')
if (order.errand === 'back-up') await backUp(settings, { file: order.file, mayReplace: true })
if (order.errand === 'restore')
  await restore(settings, { file: order.file, mayReplace: true, mayLackSecrets: true })
if (order.errand === 'migrate') await migrate({ address: externalAddress(order.url) })
say('done')
setInterval(() => undefined, 1000)
