import { mount } from 'svelte'
import { settlePageLanguage } from '#ui/page-language.client.ts'
import { keepSending } from '../client/visits.client.ts'
import AnswerInLanguage from './AnswerInLanguage.svelte'

/**
 * The answering page starts here, without the router of the other pages: less to fetch before the first question, and
 * nothing that could ask the site for anything by itself. `vite.config.ts` builds it as `/_app/answer.js`.
 */
const target = document.getElementById('answering')
if (target) {
  settlePageLanguage()
  target.textContent = ''
  mount(AnswerInLanguage, { target, props: { support: '/support' } })
  keepSending(location.pathname)
}
