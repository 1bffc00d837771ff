import type { RoomEvent } from '../run/events.ts'

/**
 * An event as it stays in the log once words are gone: that it happened, and nothing that anybody wrote. What was said,
 * asked and noted was never in it. Undefined where there is nothing to take out.
 */
export const withoutWords = (event: RoomEvent): RoomEvent | undefined => {
  switch (event.kind) {
    case 'announced':
      return { ...event, words: '' }
    case 'removed':
    case 'muted':
    case 'taken-away':
      return event.reason === '' ? undefined : { ...event, reason: '' }
    case 'voted':
      return 'words' in event.choice ? { ...event, choice: { picks: [] } } : undefined
    case 'counted':
      return event.tally.words.length > 0 ? { ...event, tally: { ...event.tally, words: [] } } : undefined
    default:
      return undefined
  }
}

/** The kinds of events that may have words in them. */
export const kindsWithWords = ['announced', 'removed', 'muted', 'taken-away', 'voted', 'counted'] as const
