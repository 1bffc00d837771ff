/** Minutes of a step: as published; the ends of a published range; or `ours`, where nothing is published. */
export type Published = number | readonly [least: number, most: number] | 'ours'

/** How long a format lasts by its sources, step by step, and with how many of 3, 5, 8 and 24 people it can be done. */
export type Timing = {
  with: readonly number[]
  before?: readonly Published[]
  turn: readonly Published[]
  after?: readonly Published[]
  /** Where only the whole is published. */
  whole?: number
}

const wiseCrowds: Timing = { with: [5, 8, 24], turn: [2, 3, 8, 2] }
const troika: Timing = {
  with: [3, 8, 24],
  before: [1],
  turn: [
    [1, 2],
    [1, 2],
    [4, 5],
    [1, 2],
  ],
}
const stage: readonly Published[] = [1, [2, 7], [2, 10]]
const anybody = [3, 5, 8, 24]

export const timings: Readonly<Record<string, Timing>> = {
  'wise-crowds-small': wiseCrowds,
  'wise-crowds-questions': wiseCrowds,
  'wise-crowds-silent': wiseCrowds,
  'wise-crowds-large': { with: [8, 24], before: [2], turn: [10, 10, 7, 10, 10, 2, 5], whole: 56 },
  troika,
  'troika-questions': troika,
  'troika-silent': troika,
  'one-two-four-all': { with: anybody, turn: [1, 2, 4, 5] },
  'one-three-all': { with: anybody, turn: [1, 'ours', 5] },
  triz: { with: [5, 8, 24], turn: [5, 10, 10, 10] },
  'fifteen-percent': { with: anybody, before: [5], turn: [3, [5, 7]] },
  'what-so-what-now-what': { with: [5, 24], turn: [...stage, ...stage, ...stage] },
  'what-so-what-now-what-small': { with: [3, 5, 8], turn: [1, [2, 7], 1, [2, 7], 1, [2, 7]] },
  'incident-method': { with: anybody, before: [5, 10, 5], turn: [15, 10, 10, 10], whole: 65 },
  'incident-shares': {
    with: anybody,
    before: ['ours', 'ours'],
    turn: ['ours', 'ours', 'ours', 'ours', 'ours'],
    whole: 60,
  },
  tietze: { with: [5, 8, 24], before: ['ours'], turn: [10, 'ours', 'ours', 10, 'ours'] },
  'balint-like': {
    with: [8],
    before: ['ours'],
    turn: ['ours', 'ours', 'ours', 'ours', 'ours'],
    whole: 45,
  },
  'reflective-round': {
    with: [5, 8, 24],
    before: ['ours'],
    turn: ['ours', 'ours', 'ours', 'ours'],
    after: ['ours'],
    whole: 60,
  },
  brainwriting: { with: anybody, turn: ['ours', 'ours', 'ours', 'ours', 'ours'], whole: 20 },
  'music-round': { with: anybody, turn: ['ours', 'ours', 'ours', 'ours', 'ours'], whole: 18 },
  welcome: { with: anybody, turn: ['ours'], whole: 5 },
  'chat-round': { with: anybody, turn: ['ours'], whole: 8 },
  poll: { with: anybody, turn: ['ours', 'ours'], whole: 4 },
  breakouts: { with: anybody, turn: ['ours'], whole: 30 },
  silence: { with: anybody, turn: ['ours'], whole: 3 },
  'contemplation-image': { with: anybody, turn: ['ours', 'ours'], whole: 7 },
  'contemplation-music': { with: anybody, turn: ['ours'], whole: 5 },
  reading: { with: anybody, turn: ['ours', 'ours'], whole: 10 },
  break: { with: anybody, turn: ['ours'], whole: 10 },
  debrief: { with: anybody, turn: ['ours', 'ours', 'ours', 'ours'], whole: 15 },
  'debrief-silent': { with: anybody, turn: ['ours', 'ours', 'ours', 'ours'], whole: 15 },
  'debrief-music': { with: anybody, turn: ['ours', 'ours', 'ours'], whole: 15 },
  closing: { with: anybody, turn: ['ours'], whole: 5 },
}
