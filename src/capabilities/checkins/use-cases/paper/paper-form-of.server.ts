import { listOrganisations } from '#capabilities/people/index.server.ts'
import type { Checkins } from '../../checkins.server.ts'
import type { PaperForm } from '../../collector/registry.server.ts'
import type { listGroups } from '../../data/eligible.server.ts'
import type { findFrozen } from '../../data/waves.server.ts'
import type { Manifest } from '../../domain/manifest/manifest.ts'
import { askedOnPaper } from '../../domain/paper/asked-on-paper.ts'
import type { Questions, Wave } from '../../domain/wave.ts'

/** What the form for printed sheets needs of a wave; undefined where everybody answers on devices. */
export const paperFormOf = async (
  checkins: Checkins,
  given: {
    wave: Wave
    groups: Awaited<ReturnType<typeof listGroups>>
    frozen: Awaited<ReturnType<typeof findFrozen>>
  },
): Promise<PaperForm | undefined> => {
  const { wave, frozen } = given
  const groups = given.groups.filter(({ way }) => way === 'paper')
  if (groups.length === 0 || !frozen?.manifest || !frozen.questions) return undefined
  const organisation = (await listOrganisations(checkins.database)).find(({ id }) => id === wave.organisation)
  if (!organisation) return undefined
  const { organisationName, waveKey, tables } = JSON.parse(frozen.manifest) as Manifest
  return {
    organisationName,
    title: wave.title,
    timeZone: organisation.timeZone,
    closesAt: wave.closesAt,
    minimumGroup: wave.minimumGroup,
    supportAt: `${checkins.publicUrl}/support/${organisation.slug}`,
    questions: askedOnPaper(JSON.parse(frozen.questions) as Questions, tables),
    waveKey: new Uint8Array(Buffer.from(waveKey, 'base64url')),
    groups: new Map(
      groups.map(({ name, eligible, key_id, spki }) => [
        key_id.toString('base64url'),
        { name, people: eligible, keyId: key_id, spki: new Uint8Array(spki) },
      ]),
    ),
  }
}
