import type { MemberId } from '#kernel/ids.ts'
import { m } from '#messages'
import type { Letter } from '#platform/mail/mail.server.ts'
import { moment } from '#ui/format.ts'
import { findInvitationById } from './data/invitations.server.ts'
import { findMember } from './data/members.server.ts'
import type { Effects } from './effects.ts'
import { linkSecretOf } from './use-cases/joining/holding.server.ts'
import type { LetterMaker } from './use-cases/messages/letters.server.ts'

/** The letter that invites; none when the invitation was used, replaced, or ran out before the mail server took it. */
export const invitationLetter =
  (effects: Pick<Effects, 'secrets' | 'clock'>): LetterMaker =>
  async ({ organisation, member, language: locale, about, publicUrl, tx }): Promise<Letter | undefined> => {
    const invitation = await findInvitationById(tx, about)
    if (!invitation || invitation.used_at || invitation.expires_at <= effects.clock.now()) return undefined
    const inviter = await findMember(tx, invitation.made_by as MemberId)
    const until = moment({ at: invitation.expires_at, zone: organisation.timeZone, locale })
    return {
      to: member.email,
      subject: m.people_mail_invitation_subject({ organisation: organisation.name }, { locale }),
      text: m.people_mail_invitation_text(
        {
          name: member.name,
          organisation: organisation.name,
          inviter: inviter?.name ?? organisation.name,
          link: `${publicUrl}/app/join/${linkSecretOf(effects.secrets, about)}`,
          until,
        },
        { locale },
      ),
    }
  }
