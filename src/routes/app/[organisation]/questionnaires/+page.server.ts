import { error } from '@sveltejs/kit'
import { readQuestionnaires } from '#capabilities/checkins/index.server.ts'
import { statusOf } from '#capabilities/checkins/index.ts'
import { present } from '../../../here.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const library = await readQuestionnaires(present(event))
  if (!library.ok) error(statusOf[library.refusal.code])
  const { instruments, may } = library.value
  return { instruments, mayPaste: may.paste }
}
