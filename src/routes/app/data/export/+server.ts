import { redirect } from '@sveltejs/kit'
import { seeAccountData } from '#capabilities/people/index.server.ts'
import { m } from '#messages'
import { heldFile } from '../../../held-file.server.ts'
import { siteOf } from '../../../here.server.ts'
import type { RequestHandler } from './$types'

/** What the whole site holds about whoever asks: her account, then each organisation apart. */
export const GET: RequestHandler = async (event) => {
  const { userId } = event.locals
  if (userId === undefined) redirect(303, '/app/sign-in?next=%2Fapp%2Fdata')
  const { account, organisations } = await seeAccountData(siteOf(event), { userId })
  const parts = [
    { where: m.data_account_title(), held: account },
    ...organisations.map(({ name, held }) => ({ where: name, held })),
  ]
  return heldFile({ parts, zone: 'UTC', as: event.url.searchParams.get('as') })
}
