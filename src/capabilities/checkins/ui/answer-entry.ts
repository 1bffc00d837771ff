import { mount } from 'svelte'
import { keepSending } from '../client/visits.client.ts'
import AnswerPage from './AnswerPage.svelte'

/**
 * The answering page starts here, without the router of the other pages: less to fetch before the first question, and
 * nothing that could ask the site for anything by itself. `vite.config.ts` builds it as `/_app/answer.js`.
 */
const target = document.getElementById('answering')
if (target) {
  target.textContent = ''
  mount(AnswerPage, { target, props: { support: '/support' } })
  keepSending(location.pathname)
}
