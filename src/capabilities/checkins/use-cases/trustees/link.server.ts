import { createHash, randomBytes } from 'node:crypto'
import { daysOfLink } from '../../domain/trustees/trustee.ts'

export const hashOfSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** A link’s secret, shown once, and what is kept of it. */
export const newLink = (now: Date): { secret: string; link: { hash: Buffer; until: Date } } => {
  const secret = randomBytes(24).toString('base64url')
  const until = new Date(now.getTime() + daysOfLink * 86_400_000)
  return { secret, link: { hash: hashOfSecret(secret), until } }
}
