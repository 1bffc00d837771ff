import { expect, it } from 'vitest'
import type { PollPart } from '../../domain/run/view.ts'
import { pollsShown } from './polls-shown.ts'

const part = (id: string, state: 'open' | 'closed'): PollPart => ({
  poll: { id, kind: 'single', question: 'How was it?', options: ['Good', 'Hard'], secrecy: 'anonymous' },
  secrecy: 'anonymous',
  state,
  isShown: false,
  result: undefined,
})

it('a page shows every question that is open, and of those that closed the newest, also without a result', () => {
  const parts = [
    part('a', 'closed'),
    part('b', 'open'),
    part('c', 'open'),
    part('d', 'closed'),
    part('e', 'open'),
  ]
  expect(pollsShown(parts).map(({ poll }) => poll.id)).toEqual(['b', 'c', 'd', 'e'])
})
