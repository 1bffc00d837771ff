import { mount } from 'svelte'
import { keepSending, OfflinePage } from '#capabilities/checkins/index.ui.ts'
import { settlePageLanguage } from '#ui/page-language.client.ts'

// The worker shows this page in place of another: where it stands says nothing about who was asked for.
const target = document.getElementById('offline')
if (target) {
  settlePageLanguage()
  target.textContent = ''
  mount(OfflinePage, { target })
  keepSending('/offline')
}
