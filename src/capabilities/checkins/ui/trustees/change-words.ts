import { m } from '#messages'
import { getLocale } from '#messages/runtime.js'
import { list } from '#ui/format.ts'
import type { WavePromise } from '../../domain/promise.ts'
import { officeWords } from './office-words.ts'

type Named = Parameters<typeof officeWords>[0]

const listed = (holders: readonly Named[]): string =>
  holders.length === 0
    ? m.promise_key_nobody()
    : list({ names: holders.map(officeWords), locale: getLocale() })

/** What is said where the key is held by others than in the check-in that this device saw before. */
export const changeWords = ({ heldBefore, holders }: WavePromise): string | undefined => {
  if (!heldBefore) return undefined
  const line = (all: readonly Named[]) => all.map(({ office, name }) => `${office} ${name}`).sort()
  const isRenewed = line(heldBefore).join('\n') === line(holders).join('\n')
  if (isRenewed) return m.promise_key_renewed({ now: listed(holders) })
  return m.promise_key_changed({ before: listed(heldBefore), now: listed(holders) })
}
