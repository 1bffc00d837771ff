import { mayLookAfterPeople, mayOperate, mayReadAudit } from '#capabilities/people/index.server.ts'
import { m } from '#messages'
import { present } from '../../here.server.ts'
import type { LayoutServerLoad } from './$types'

/**
 * What every page of an organisation has: `frame` for its Shell (the places that exist, and the links of the foot) and
 * `may`, what this person is allowed, which no screen works out again. `who` names what her browser keeps as hers.
 */
export const load: LayoutServerLoad = (event) => {
  const { actor } = present(event)
  const home = `/app/${actor.organisation.slug}`
  const may = {
    lookAfterPeople: mayLookAfterPeople(actor),
    readAudit: mayReadAudit(actor),
    operate: mayOperate(actor),
  }
  const links = [
    ...(may.lookAfterPeople ? [{ words: m.people_title(), href: `${home}/people` }] : []),
    ...(may.lookAfterPeople ? [{ words: m.questionnaire_title(), href: `${home}/questionnaires` }] : []),
    ...(may.lookAfterPeople ? [{ words: m.people_retention_title(), href: `${home}/retention` }] : []),
    ...(may.lookAfterPeople ? [{ words: m.support_tend_title(), href: `${home}/support` }] : []),
    ...(may.lookAfterPeople && !actor.organisation.isCommons
      ? [{ words: m.trustee_title(), href: `${home}/trustees` }]
      : []),
    ...(actor.organisation.isCommons ? [] : [{ words: m.witnesses_title(), href: `${home}/witnesses` }]),
    ...(may.readAudit ? [{ words: m.people_audit_title(), href: `${home}/audit` }] : []),
    { words: m.alone_title(), href: `${home}/myself` },
    { words: m.people_account_title(), href: `${home}/account` },
    ...(may.operate ? [{ words: m.people_operator_title(), href: '/app/operator' }] : []),
  ]
  return {
    may,
    who: { organisation: actor.organisation.id, member: actor.member.id },
    frame: {
      home,
      support: `/support/${actor.organisation.slug}`,
      // Nobody asks in the commons, so that nothing is ever published there.
      places: actor.organisation.isCommons
        ? { home }
        : { home, together: `${home}/rooms`, speak: `${home}/check-ins`, changes: `${home}/releases` },
      links,
    },
  }
}
