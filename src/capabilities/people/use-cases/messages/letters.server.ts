import type { MemberId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { Letter } from '#platform/mail/mail.server.ts'
import type { Organisation } from '../../data/organisations.server.ts'
import type { Language } from '../../domain/languages.ts'

/** What a letter is made from. `about` is the thing that it speaks of, such as an invitation or a wave. */
export type MessageFacts = {
  organisation: Organisation
  member: { id: MemberId; name: string; email: string }
  /** What to write in: every text of the letter is asked for in it by name. */
  language: Language
  about: string
  publicUrl: string
  now: Date
  /** To look at the thing as it is now; nothing is written here. */
  tx: Tx
}

/** Makes the letter of one kind; undefined when there is nothing to say any more, and the message is dropped. */
export type LetterMaker = (facts: MessageFacts) => Promise<Letter | undefined> | Letter | undefined

/** A letter that goes to many in the same words and can wait: it keeps to the organisation's sending hours. */
export type Notice = { readonly make: LetterMaker }

export type Letters = Readonly<Record<string, LetterMaker | Notice>>
