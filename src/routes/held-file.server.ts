import type { Held } from '#capabilities/people/index.ts'
import { heldTable } from '#capabilities/people/index.ui.ts'
import { getLocale } from '#messages/runtime.js'
import { sayAnyAct } from './say-any-act.ts'

/** What is held about somebody as a file: a table for people, or JSON for programs. */
export const heldFile = (given: {
  parts: readonly { where: string; held: readonly Held[] }[]
  zone: string
  as: string | null
}): Response => {
  const isTable = given.as === 'table'
  const { parts, zone } = given
  const body = isTable
    ? heldTable({ parts, zone, locale: getLocale(), sayAct: sayAnyAct })
    : `${JSON.stringify({ format: 'kith-own-data/1', parts }, null, 2)}\n`
  return new Response(body, {
    headers: {
      'content-type': isTable ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="what-is-held-about-me.${isTable ? 'csv' : 'json'}"`,
    },
  })
}
