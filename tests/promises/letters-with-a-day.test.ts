import { expect, test } from 'vitest'
import { calendarFile } from '#platform/calendar/calendar-file.ts'
import { connectMail } from '#platform/mail/mail.server.ts'
import { openMailServer } from '../rehearsal/mail-server.ts'

test('a letter with a day carries it as a notice for her calendar, which nothing answers in her name', async () => {
  const server = await openMailServer()
  const mail = connectMail({ smtpUrl: server.url, from: 'kith@example.org' })
  const text = calendarFile({
    id: 'room-1',
    title: 'We meet again',
    on: '2026-12-01',
    madeAt: new Date('2026-11-22T20:00:00Z'),
  })
  await mail.send({
    to: 'owl@example.org',
    subject: 'A day',
    text: 'Tuesday',
    calendar: { name: 'kith.ics', text },
  })
  const [taken] = server.taken
  const body = taken?.text ?? ''
  expect(body).toContain('method=PUBLISH')
  const coded = [...body.matchAll(/\n\n([A-Za-z0-9+/=\n]{100,}?)\n\n?--/g)].map(([, part = '']) =>
    Buffer.from(part.replaceAll('\n', ''), 'base64').toString(),
  )
  expect([body, ...coded].join('\n')).toContain('DTSTART;VALUE=DATE:20261201')
  expect([body, ...coded].join('\n')).not.toMatch(/ATTENDEE|METHOD:REQUEST/)
  await server.close()
})
