import '#ui/tokens.css'
import '#ui/kith.css'
import { mount } from 'svelte'
import { firstSpoken } from '#ui/languages.ts'
import { keptLanguage, speakPageLanguage, turnPage } from '#ui/page-language.client.ts'
import KeeperPage from './KeeperPage.svelte'

/**
 * The page of a witness: one file with everything in it, opened from a disk of hers, so that no organisation serves what
 * checks it. `vite.config.ts` builds it as `/witness.html`.
 */
const target = document.getElementById('witness')
if (target) {
  speakPageLanguage()
  turnPage(keptLanguage() ?? firstSpoken(navigator.languages) ?? 'en')
  mount(KeeperPage, { target })
}
