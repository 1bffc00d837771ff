import type { Actor } from '../domain/actor.ts'
import { confirmImport } from '../use-cases/importing/confirm-import.server.ts'
import { previewImport } from '../use-cases/importing/preview-import.server.ts'
import { uploadRoster } from '../use-cases/importing/upload-roster.server.ts'
import type { PeopleSite } from './people-site.ts'

export const smallList = `name,unit path,profession,e-mail,manager
Amara Osei,Acute care > Surgery,Nurse,amara@alderbridge.example,jonas@alderbridge.example
Jonas Lindqvist,Acute care > Surgery,Surgeon,jonas@alderbridge.example,
Marta Nunes,Acute care > Medicine 3,Nurse,,
Hugo Alves,Support > Kitchen,Cook,,
`

/** A list of `people` rows in about one team for every thirty of them. */
export const longList = (people: number): string => {
  const rows = ['name,unit path,profession,e-mail,languages,start day']
  for (let at = 1; at <= people; at += 1) {
    const ward = at % Math.ceil(people / 30)
    const team = `Division ${ward % 9} > Ward ${ward}`
    rows.push(
      `Person ${at} Number,${team},Nurse,person${at}@alderbridge.example,en; es,2024-0${(at % 9) + 1}-12`,
    )
  }
  return rows.join('\n')
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Uploads, looks and says yes, as an administrator does who changes nothing. */
export const importList = async (
  site: PeopleSite,
  given: { actor: Actor; text: string; choices?: Record<string, string> },
) => {
  const { actor } = given
  const uploaded = await uploadRoster(site, { actor, fileName: 'staff.csv', bytes: bytesOf(given.text) })
  if (!uploaded.ok) throw new Error(uploaded.refusal.code)
  const seen = await previewImport(site, { actor, upload: uploaded.value.upload })
  if (!seen.ok) throw new Error(seen.refusal.code)
  const { upload, fingerprint } = seen.value
  const done = await confirmImport(site, { actor, upload, fingerprint, choices: given.choices ?? {} })
  if (!done.ok) throw new Error(done.refusal.code)
  return { upload, fingerprint, imported: done.value, seen: seen.value }
}
