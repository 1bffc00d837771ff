import { error } from '@sveltejs/kit'
import { readFormats } from '#capabilities/rooms/index.server.ts'
import { inLanguage, secondsOfPart, statusOf } from '#capabilities/rooms/index.ts'
import { getLocale } from '#messages/runtime.js'
import { present } from '../../../../here.server.ts'
import { peopleIn } from '../people-in.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const read = await readFormats(present(event))
  if (!read.ok) error(statusOf[read.refusal.code])
  const { own, shipped, dilemmas } = read.value
  const language = getLocale()
  const people = peopleIn(event.url)
  const line = ({ id, format, block, manner }: (typeof shipped)[number]) => ({
    id,
    block,
    manner,
    title: inLanguage(format.title, language),
    about: inLanguage(format.about, language),
    seconds: secondsOfPart({ format }, people),
  })
  return {
    own: own.map(line),
    shipped: shipped.map(line),
    dilemmas: dilemmas.map(({ id, title, story, asks }) => ({
      id,
      title: inLanguage(title, language),
      story: inLanguage(story, language),
      asks: inLanguage(asks, language),
    })),
  }
}
