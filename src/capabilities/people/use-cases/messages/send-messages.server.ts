import { isOnTheWay, troubleOf } from '#platform/letter-trouble.ts'
import { markInvitationSent } from '../../data/invitations.server.ts'
import { findMember } from '../../data/members.server.ts'
import {
  dropMessage,
  markFailed,
  markSent,
  markTried,
  type Place,
  queueMessages,
  takeMessage,
  type Waiting,
} from '../../data/messages.server.ts'
import { listAllOrganisations, type Organisation } from '../../data/organisations.server.ts'
import { listPushSubscriptions } from '../../data/push-subscriptions.server.ts'
import { readSendingHours } from '../../data/sending-hours.server.ts'
import { languageOfLetters } from '../../domain/languages.ts'
import type { Effects } from '../../effects.ts'
import { invitationLetter } from '../../letters.server.ts'
import type { Letters, MessageFacts } from './letters.server.ts'
import { kindOfPush, pushKind, pushMessage } from './push-message.server.ts'
import { isSendingNow } from './sending-hours.server.ts'

type Needs = Pick<Effects, 'database' | 'clock' | 'mail' | 'push' | 'log' | 'secrets' | 'settings'>
type Round = {
  organisation: Organisation
  letters: Letters
  id: string
  held: readonly string[]
  after?: Place
}

/** After so many failures without a success the mail server is taken to be away, and is left in peace until later. */
const failuresInARow = 3
/** So many that are put off in a row are taken for the server's own trouble; some are there on any day. */
const putOffInARow = 20
/** For as long as this a server may put a letter off; then it counts as refused. */
const laterAtMost = 3 * 24 * 60 * 60 * 1000

/**
 * Sends what waits in every organisation, each message once a round and in bounded memory however many wait. Notices
 * wait for the organisation's sending hours. A message is marked as sent after the mail server took it, in a
 * transaction that nobody else's can overlap, so that what is marked never leaves again; a kill between the two can
 * send one twice. While the way to the mail server is broken, letters wait for the next call, however long that takes.
 * @throws when something could not be sent: the job is then tried again, later each time.
 */
export const sendMessages = async (effects: Needs, letters: Letters = {}): Promise<void> => {
  const all: Letters = { ...letters, invitation: invitationLetter(effects) }
  const organisations = await effects.database.inSite(listAllOrganisations)
  let failed = 0
  for (const organisation of organisations) {
    const done = await sendIn(effects, { organisation, letters: all })
    failed += done.failed
    if (done.isAway) break
  }
  if (failed > 0) throw new Error(`${failed} messages could not be sent.`)
}

const sendIn = async (
  effects: Needs,
  given: { organisation: Organisation; letters: Letters },
): Promise<{ failed: number; isAway: boolean }> => {
  const round: Round = { ...given, id: crypto.randomUUID(), held: [] }
  let failed = 0
  let inARow = 0
  let putOff = 0
  while (inARow < failuresInARow && putOff < putOffInARow) {
    // Asked anew each time: a long round must not run on into the night.
    round.held = await heldNow(effects, given)
    const outcome = await sendOne(effects, round)
    if (outcome === 'away') return { failed, isAway: true }
    if (outcome === 'nothing-waits') break
    inARow = outcome === 'failed' ? inARow + 1 : 0
    putOff = outcome === 'later' ? putOff + 1 : 0
    failed += outcome === 'failed' ? 1 : 0
  }
  return { failed, isAway: false }
}

/** The kinds that may not leave at this hour. */
const heldNow = async (
  effects: Needs,
  given: { organisation: Organisation; letters: Letters },
): Promise<string[]> => {
  const notices = Object.keys(given.letters).filter((kind) => typeof given.letters[kind] === 'object')
  if (notices.length === 0) return []
  const { id, timeZone } = given.organisation
  const hours = await effects.database.inOrganisation(id, readSendingHours)
  if (isSendingNow({ at: effects.clock.now(), hours, timeZone })) return []
  return notices.flatMap((kind) => [kind, pushKind(kind)])
}

type Outcome = 'nothing-waits' | 'done' | 'later' | 'failed' | 'away'

const sendOne = (effects: Needs, round: Round): Promise<Outcome> =>
  effects.database.inOrganisation(round.organisation.id, async (tx) => {
    const message = await takeMessage(tx, { round: round.id, held: round.held, after: round.after })
    if (!message) return 'nothing-waits'
    round.after = placeOf(message)
    const member = await findMember(tx, message.member)
    const pushed = kindOfPush(message.kind)
    const made = round.letters[pushed ?? message.kind]
    const isNotice = typeof made === 'object'
    const make = isNotice ? made.make : made
    // A kind that nobody writes any more, a person who left: there is nothing to send.
    if (!make || !member || member.status === 'left') {
      await dropMessage(tx, message.id)
      return 'done'
    }
    const facts: MessageFacts = {
      organisation: round.organisation,
      member: { id: member.id, name: member.chosenName ?? member.name, email: member.email ?? '' },
      language: languageOfLetters({
        chosen: member.language,
        spoken: member.languages,
        organisation: round.organisation.language,
      }),
      about: message.about,
      publicUrl: effects.settings.publicUrl,
      now: effects.clock.now(),
      tx,
    }
    if (pushed !== undefined) {
      const outcome = await pushMessage(effects, { make, facts })
      if (outcome === 'done') await markSent(tx, { id: message.id, at: effects.clock.now() })
      if (outcome === 'dropped') await dropMessage(tx, message.id)
      // One push service that fails says nothing of the mail server, nor of the others.
      if (outcome === 'failed') await markFailed(tx, { id: message.id, round: round.id })
      return 'done'
    }
    if (isNotice && (await listPushSubscriptions(tx, member.id)).length > 0)
      await queueMessages(tx, {
        organisation: round.organisation.id,
        kind: pushKind(message.kind),
        to: [{ member: member.id, about: message.about }],
        // Behind the letter, so that this same round comes to it.
        at: new Date(Math.max(effects.clock.now().getTime(), message.queuedAt.getTime()) + 1),
      })
    const letter = member.email ? await make(facts) : undefined
    if (!letter) {
      await dropMessage(tx, message.id)
      return 'done'
    }
    try {
      await effects.mail.send({ ...letter, id: message.id })
    } catch (err) {
      effects.log.warn({ err, kind: message.kind }, 'a message could not be sent')
      // No fault of this letter: a mail server that is away for a night must not use up its attempts.
      const trouble = troubleOf(err)
      if (isOnTheWay(trouble)) return 'away'
      const isYoung = effects.clock.now().getTime() - message.queuedAt.getTime() < laterAtMost
      if (trouble === 'later' && isYoung) {
        await markTried(tx, { id: message.id, round: round.id })
        return 'later'
      }
      await markFailed(tx, { id: message.id, round: round.id })
      return 'failed'
    }
    const at = effects.clock.now()
    await markSent(tx, { id: message.id, at })
    // A letter that is kept as a file can be read by others, and proves no address.
    if (message.kind === 'invitation' && effects.mail.isConnected)
      await markInvitationSent(tx, { id: message.about, at })
    return 'done'
  })

const placeOf = ({ attempts, queuedAt, id }: Waiting): Place => ({ attempts, queuedAt, id })
