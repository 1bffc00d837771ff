import { request } from 'node:http'
import { makeSheets, readSheets } from '#capabilities/checkins/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import type { WaveId } from '#kernel/ids.ts'
import type { Clinic } from './clinic.ts'
import type { OpenSite } from './site.ts'
import { announcedWave, times } from './wave.ts'

type Printing = { site: Pick<OpenSite, 'checkins'>; actor: Actor; wave: string }

/** Prints the sheets of the first group on paper. @returns their codes. */
export const printSheets = async (on: Printing & { after?: number }): Promise<readonly string[]> => {
  const as = { checkins: on.site.checkins, actor: on.actor }
  const read = await readSheets({ wave: on.wave }, as)
  const group = read.ok ? read.value.groups[0]?.id : undefined
  const form = { group, after: String(on.after ?? 0), lie: 'In the tea room' }
  const made = await makeSheets({ wave: on.wave, form }, as)
  if (!made.ok) throw new Error(made.refusal.code)
  return made.value.codes
}

/** A check-in that one unit answers on paper, open, with its codes. */
export const openOnPaper = async (on: {
  site: OpenSite
  clinic: Clinic
  unit: string
}): Promise<{ wave: WaveId; codes: readonly string[] }> => {
  const { site, clinic } = on
  const paper = clinic.units.filter(({ name }) => name === on.unit).map(({ id }) => id)
  const wave = await announcedWave({ site, actor: clinic.lead, form: { paper } })
  const codes = await printSheets({ site, actor: clinic.lead, wave })
  site.clock.set(times.during)
  await site.work()
  return { wave, codes }
}

export type Shown = { status: number; page: string; headers: NodeJS.Dict<string | string[]> }

/** Asks the form for printed sheets for a page, as a browser does; with fields, by sending them. */
export const askForm = (given: {
  port: number
  fields?: Readonly<Record<string, string>>
  path?: string
  headers?: Readonly<Record<string, string>>
}): Promise<Shown> =>
  new Promise((resolve, reject) => {
    const { port, fields, path = '/a/code' } = given
    const body = fields && new URLSearchParams(fields).toString()
    const sent = body ? { 'content-type': 'application/x-www-form-urlencoded' } : {}
    const headers = { ...sent, ...given.headers }
    const asked = request({ host: '127.0.0.1', port, method: body ? 'POST' : 'GET', path, headers })
    asked.once('error', reject)
    asked.once('response', (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.once('error', reject)
      response.once('end', () => {
        const page = Buffer.concat(parts).toString()
        resolve({ status: response.statusCode ?? 0, page, headers: response.headers })
      })
    })
    asked.end(body)
  })

/** The last step of the form: the answers of one sheet, sent. */
export const sendSheet = (given: {
  port: number
  code: string
  answers: Readonly<Record<string, number>>
  isKeyedIn?: boolean
  headers?: Readonly<Record<string, string>>
}): Promise<Shown> => {
  const answers = Object.fromEntries(
    Object.entries(given.answers).map(([id, value]) => [`q:${id}`, `${value}`]),
  )
  const by: Record<string, string> = given.isKeyedIn ? { by: 'hand' } : {}
  return askForm({ ...given, fields: { at: 'review', go: 'send', code: given.code, ...by, ...answers } })
}
