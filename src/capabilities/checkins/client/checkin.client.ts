import type { Draft } from '../domain/draft.ts'
import type { Known } from '../domain/standing.ts'
import {
  announceChange,
  canSeal,
  chance,
  keptStore,
  nowSending,
  onChange,
  passingStore,
} from './house.client.ts'
import { isOf, keyOf, memberOf, readKnown } from './member.client.ts'
import type { Store } from './store.client.ts'

/** One check-in on this device, for the page that answers it. */
export type Checkin = {
  /** False where nothing outlives the open page. */
  readonly isLasting: boolean
  read(): Promise<Known>
  /** Whether its ballot is leaving at this moment. */
  isSending(): boolean
  keepDraft(draft: Draft): Promise<void>
  /** Fetches what sealing needs, so that it works without a network later. */
  fetchSealing(): Promise<void>
  /** Seals the answers and puts them in the outbox. @returns false where that cannot be done here. */
  seal(draft: Draft): Promise<boolean>
  sendNow(): Promise<void>
  /** @returns what ends the watching. */
  watch(listen: () => void): () => void
}

/** What `#organisation/wave` names; empty texts where it names nothing. */
export const addressedIn = (hash: string): { organisation: string; wave: string } => {
  const [organisation = '', wave = ''] = hash.replace(/^#/, '').split('/')
  return { organisation, wave }
}

/** Opens the check-in of whoever is signed in to the organisation in this browser. It asks no server. */
export const openCheckin = async (named: {
  organisation: string
  wave: string
}): Promise<Checkin | 'insecure' | 'nobody' | 'unknown'> => {
  if (!canSeal()) return 'insecure'
  if (named.organisation === '') return 'unknown'
  const found = await whoIsHere(named.organisation)
  if (found === undefined) return 'nobody'
  const { store, member } = found
  const key = keyOf({ ...named, member })
  const keepDraft = (draft: Draft): Promise<void> =>
    store.change(async (box) => {
      if (!(await box.get('ballots', key))) await box.put('drafts', key, draft)
    })
  return {
    isLasting: store.isLasting,
    read: () => store.change((box) => readKnown(box, key)),
    isSending: () => isOf(nowSending() ?? '', key),
    keepDraft,
    fetchSealing: async () => {
      await import('./seal-ballot.client.ts')
    },
    seal: async (draft) => {
      await keepDraft(draft)
      const { sealBallot } = await import('./seal-ballot.client.ts')
      const sealed = await sealBallot(store, { key, now: Date.now(), random: chance })
      announceChange()
      return sealed.ok
    },
    sendNow: async () => {
      const { sendNow } = await import('./outbox.client.ts')
      await sendNow(key)
    },
    watch: onChange,
  }
}

/** Whoever opened the check-in in this very page comes before whoever is remembered in this browser. */
const whoIsHere = async (organisation: string): Promise<{ store: Store; member: string } | undefined> => {
  for (const store of [passingStore(), await keptStore()]) {
    const member = store && (await memberOf(store, organisation))
    if (store && member !== undefined) return { store, member }
  }
  return undefined
}
