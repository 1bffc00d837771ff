export type PushHere = { endpoint: string; p256dh: string; auth: string }

/** Whether this browser can be told while no page is open. */
export const canPush = (): boolean =>
  'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis

const described = (subscription: PushSubscription): PushHere | undefined => {
  const { endpoint, keys } = subscription.toJSON()
  const { p256dh, auth } = keys ?? {}
  return endpoint && p256dh && auth ? { endpoint, p256dh, auth } : undefined
}

const manager = async (): Promise<PushManager | undefined> =>
  (await navigator.serviceWorker.getRegistration())?.pushManager

/** What this browser listens to already; undefined where it does not. */
export const pushHere = async (): Promise<PushHere | undefined> => {
  const subscription = await (await manager())?.getSubscription()
  return subscription ? described(subscription) : undefined
}

/** Asks the person, then the browser. Undefined when either said no. */
export const beginPush = async (publicKey: string): Promise<PushHere | undefined> => {
  if ((await Notification.requestPermission()) !== 'granted') return undefined
  const { pushManager } = await navigator.serviceWorker.ready
  const given = { userVisibleOnly: true, applicationServerKey: publicKey }
  return described(await pushManager.subscribe(given))
}

export const endPushHere = async (): Promise<void> => {
  await (await (await manager())?.getSubscription())?.unsubscribe()
}
