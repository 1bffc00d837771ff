import { mount } from 'svelte'
import { keepSending, OfflinePage } from '#capabilities/checkins/index.ui.ts'
import { keptLanguage, speakPageLanguage, turnPage } from '#ui/page-language.client.ts'

// The worker shows this page in place of another: where it stands says nothing about who was asked for.
const target = document.getElementById('offline')
if (target) {
  speakPageLanguage()
  const kept = keptLanguage()
  if (kept) turnPage(kept)
  target.textContent = ''
  mount(OfflinePage, { target })
  keepSending('/offline')
}
