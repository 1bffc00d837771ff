import { dropCopy, keepPage } from './copies.ts'
import { rememberedSupport, rememberSupportPage } from './remembered.ts'

/** What a page may say to the worker: whose support page this browser keeps. Anything else is not for us. */
export const hear = async (said: unknown): Promise<void> => {
  if (typeof said !== 'object' || said === null || !('support' in said)) return
  const { support } = said
  const before = await rememberedSupport()
  if (support === null) {
    await rememberSupportPage(undefined)
    if (before) await dropCopy(before)
    return
  }
  if (typeof support !== 'string' || !/^\/support\/[a-z0-9-]+$/.test(support) || support === before) return
  await rememberSupportPage(support)
  if (before) await dropCopy(before)
  await keepPage(support).catch(() => undefined)
}
