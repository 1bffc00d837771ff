import { self } from '$app/service-worker'

type Words = { title: string; body: string; path: string }

const wordsOf = (event: PushEvent): Words | undefined => {
  try {
    const said: unknown = event.data?.json()
    if (typeof said !== 'object' || said === null) return undefined
    const { title, body, path } = said as Partial<Record<keyof Words, unknown>>
    return typeof title === 'string' && typeof body === 'string' && typeof path === 'string'
      ? { title, body, path }
      : undefined
  } catch {
    return undefined
  }
}

/** Shows what the site said. Whoever reads it has answered or not: the words are the same for all. */
export const showPush = async (event: PushEvent): Promise<void> => {
  const words = wordsOf(event)
  if (!words) return
  const { title, body, path } = words
  await self.registration.showNotification(title, { body, tag: title, data: { path } })
}

/** Opens the page that it speaks of, on this site and nowhere else. */
export const openPush = async (event: NotificationEvent): Promise<void> => {
  event.notification.close()
  const path: unknown = event.notification.data?.path
  const url = new URL(typeof path === 'string' ? path : '/', location.origin)
  if (url.origin === location.origin) await self.clients.openWindow(url.href)
}
