import { forgetWhoWasHere, keepSending } from '#capabilities/checkins/index.ui.ts'
import { followKeptLanguage } from '#ui/page-language.client.ts'
import { keepWorker } from '../service-worker/keep-worker.client.ts'

// Pages without the router send what waits on this device, as every other page does. `vite.config.ts` builds this as
// `/_app/plain.js`; without scripts the pages are whole.
followKeptLanguage()
keepSending(location.pathname)
if (new URLSearchParams(location.search).has('signed-out'))
  void forgetWhoWasHere()
    .catch(() => undefined)
    .then(() => history.replaceState(null, '', location.pathname))
keepWorker()
