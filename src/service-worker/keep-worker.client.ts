type TrustedTypes = {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): {
    createScriptURL(url: string): unknown
  }
}

/** The worker of this site, which lets pages open without a network; undefined where the browser has none. */
const registered = (): Promise<ServiceWorkerRegistration> | undefined => {
  if (!('serviceWorker' in navigator)) return undefined
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  const policy = trustedTypes?.createPolicy('kith-worker', { createScriptURL: (url) => url })
  const address = '/service-worker.js'
  const trusted = policy?.createScriptURL(address) ?? address
  return navigator.serviceWorker.register(trusted as string, { type: 'module' })
}

let once: Promise<ServiceWorkerRegistration> | undefined

/** Has this browser keep the pages that work without a network. The answering page does not call it: it asks nothing. */
export const keepWorker = (): void => {
  const begin = () => {
    once ??= registered()
    // No worker in this window, or none now: everything works as it does without one.
    once?.catch(() => undefined)
  }
  if (document.readyState === 'complete') begin()
  else addEventListener('load', begin, { once: true })
}

/**
 * Has *Get support* open an organisation's page in this browser, signed out and without a network too. Only for a
 * browser that is somebody's own; `undefined` forgets it.
 */
export const rememberSupport = async (slug: string | undefined): Promise<void> => {
  if (!('serviceWorker' in navigator)) return
  const { active } = await navigator.serviceWorker.ready
  active?.postMessage({ support: slug === undefined ? null : `/support/${slug}` })
}
