import type pg from 'pg'
import type { Clinic } from '../../rehearsal/clinic.ts'

/** Words that stand only in what no backup may hold. */
export const secretWords = [
  'used-session-token',
  'six-digit-code',
  'token-of-another-house',
  'uploaded-list.csv',
  'letter-that-waits',
  '5ec2e75e7041',
  '5ec2e71417a7',
  '5ec2e7155ced',
  '5ec2e7c0de01',
  'https://push.example/5ec2e7',
]

/**
 * A row in tables that check-ins alone leave empty, text that COPY has to write in its own way among it; secrets are
 * marked with the words above.
 */
export const putOneOfEach = async (
  client: pg.Client,
  of: { clinic: Clinic; wave: string },
): Promise<void> => {
  const { clinic, wave } = of
  const organisation = clinic.organisation.id
  const member = clinic.members[0]?.id
  const user = crypto.randomUUID()
  const invitation = crypto.randomUUID()
  const put = (text: string, values: readonly unknown[]) => client.query(text, [...values])
  const strange = 'Tab\tnew\nline \\N \\. “é” 護 ,"\u0001'
  await put(
    `update org.member set profession = $3, languages = '{"a,b","c\\"d",null}', start_on = '0099-02-28'
     where organisation = $1 and id = $2`,
    [organisation, member, strange],
  )
  await put(`update org.unit set lead = $2 where organisation = $1 and parent is not null`, [
    organisation,
    member,
  ])
  await put(`insert into org.member_role values ($1, $2, 'administrator')`, [organisation, member])
  await put(`insert into org.pasted_text values ($1, 'burnout', 'en', $2)`, [organisation, strange])
  await put(`insert into org.release values ($1, $2, $3, '2026-11-20 10:00:00.123456+00')`, [
    organisation,
    wave,
    JSON.stringify({ strange, long: 'x'.repeat(3_000_000) }),
  ])
  for (const table of ['reply', 'reply_draft']) {
    const when = table === 'reply' ? 'published_at, published_by' : 'written_at'
    await put(
      `insert into org.${table} (organisation, id, wave, stance, what, due_on, position, ${when})
       values ($1, gen_random_uuid(), $2, 'will', $3, '2026-12-01', 1, now()${table === 'reply' ? ', $1' : ''})`,
      [organisation, wave, strange.slice(0, 10)],
    )
  }
  await put(`insert into org.wave_change values ($1, $2, 'u', 3)`, [organisation, wave])
  await put(
    `insert into site."user" (id, name, email, "emailVerified") values ($1, $2, 'a@b.example', true)`,
    [user, strange],
  )
  await put(
    `insert into site.account ("accountId", "providerId", "userId", "accessToken", "updatedAt")
     values ('a', 'oidc', $1, 'token-of-another-house', now())`,
    [user],
  )
  await put(`insert into site.membership values ($1, $2, $3)`, [user, organisation, member])
  await put(`insert into site.operator values ($1)`, [user])
  await put(
    `insert into site.passkey ("publicKey", "userId", "credentialID", counter, "deviceType", "backedUp")
     values ('key', $1, 'credential', 3, 'singleDevice', false)`,
    [user],
  )
  await put(
    `insert into site.session ("expiresAt", token, "updatedAt", "userId")
     values (now(), 'used-session-token', now(), $1)`,
    [user],
  )
  await put(
    `insert into site.verification (identifier, value, "expiresAt") values ('a@b.example', 'six-digit-code', now())`,
    [],
  )
  await put(`insert into org.profile (organisation, member, chosen_name, version) values ($1, $2, $3, 1)`, [
    organisation,
    member,
    strange,
  ])
  await put(`insert into org.access values ($1, $2, $2, 'record', '2026-11-20')`, [organisation, member])
  await put(`insert into org.sending_hours values ($1, 480, 1080)`, [organisation])
  const series = crypto.randomUUID()
  await put(
    `insert into org.series values ($1, $2, 'Weekly', 'weekly-five', '{}', 5, 'weekly', '2026-12-01', '06:00', 6, '{}',
       'skip', true, 'running', $3)`,
    [organisation, series, member],
  )
  await put(`insert into org.series_date (organisation, series, planned_on) values ($1, $2, '2026-12-01')`, [
    organisation,
    series,
  ])
  await put(
    `insert into org.push_subscription values ($1, $2, $3, 'https://push.example/5ec2e7', 'key', 'auth', '\\x00')`,
    [organisation, invitation, member],
  )
  await put(`insert into site.commons values (true, $1, true) on conflict do nothing`, [organisation])
  await put(`insert into site.joining_code values ('\\x5ec2e7c0de01', '\\x00', now(), 3)`, [])
  await put(`insert into site.set_up_link values ('\\x5ec2e75e7041', now())`, [])
  await put(`insert into site.invitation_organisation values ('\\x5ec2e71417a7', $1, now())`, [organisation])
  await put(
    `insert into org.invitation (organisation, id, member, kind, secret_hash, made_at, made_by, expires_at)
     values ($1, $2, $3, 'printed', '\\x5ec2e71417a7', now(), $3, now())`,
    [organisation, invitation, member],
  )
  await put(
    `insert into org.roster_upload (organisation, id, file_name, bytes, uploaded_by, expires_at)
     values ($1, $2, 'uploaded-list.csv', 'x', $3, now())`,
    [organisation, invitation, member],
  )
  await put(
    `insert into org.message (organisation, id, kind, member, about, queued_at)
     values ($1, $2, 'letter-that-waits', $3, $2, now())`,
    [organisation, invitation, member],
  )
  await put(`insert into org.issuance values ($1, $2, 'reporting-groups', $3, '\\x00', '\\x5ec2e7155ced')`, [
    organisation,
    wave,
    member,
  ])
}
