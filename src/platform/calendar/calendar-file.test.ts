import { describe, expect, it } from 'vitest'
import { calendarFile } from './calendar-file.ts'

const madeAt = new Date('2026-11-22T20:00:00Z')
const linesOf = (file: string) => file.replaceAll('\r\n ', '').split('\r\n')

describe('a file for a calendar', () => {
  it('names the hour without a zone, so that it is the same hour wherever she opens it', () => {
    const lines = linesOf(
      calendarFile({ id: 'a', title: 'Next step', on: '2026-11-30', at: '08:30', reminds: true, madeAt }),
    )
    expect(lines).toContain('DTSTART:20261130T083000')
    expect(lines).toContain('DTEND:20261130T084500')
    expect(lines).toContain('BEGIN:VALARM')
    expect(lines.some((line) => line.startsWith('DESCRIPTION:') && line !== 'DESCRIPTION:Next step')).toBe(
      false,
    )
  })

  it('is for the whole day where no hour is said', () => {
    const lines = linesOf(calendarFile({ id: 'a', title: 'We meet again', on: '2026-11-30', madeAt }))
    expect(lines).toContain('DTSTART;VALUE=DATE:20261130')
    expect(lines).not.toContain('BEGIN:VALARM')
  })

  it('keeps hostile words inside of their line', () => {
    const title = 'Cover\r\nEND:VEVENT\nATTENDEE:mailto:x@example.org; "a", b\\c'
    const lines = linesOf(calendarFile({ id: 'a', title, words: title, on: '2026-11-30', madeAt }))
    expect(lines.filter((line) => line === 'END:VEVENT')).toHaveLength(1)
    expect(lines.some((line) => line.startsWith('ATTENDEE'))).toBe(false)
  })

  it('is the same file for the same entry, so that a calendar finds it again', () => {
    const entry = { id: 'room-1', title: 'We meet again', on: '2026-11-30', madeAt }
    expect(calendarFile(entry)).toBe(calendarFile(entry))
    expect(linesOf(calendarFile(entry))).toContain('UID:room-1')
  })
})
