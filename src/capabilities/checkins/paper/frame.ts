import { createHash } from 'node:crypto'
import { m } from '#messages'
import { direction } from '#ui/format.ts'
import { type Language, languageParameter, languages, nameOfLanguage } from '#ui/languages.ts'
import { type Html, html } from './html.ts'
import { look } from './look.ts'

/** One page of the form, before it is put into its frame. */
export type PaperPage = {
  readonly title: string
  readonly status: number
  readonly body: Html
  /** What the form carries on; where it is left out, languages are links. */
  readonly carries?: Html
  readonly supportAt?: string
}

export const formAt = '/a/code'
const styleHash = createHash('sha256').update(look).digest('base64')
/** No script, no file, no other place that a form could be sent to. */
export const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`

/** The whole page. Languages are buttons of the form where it carries something on, so that nothing that was chosen is lost. */
export const frame = (given: {
  page: PaperPage
  language: Language
  publicUrl: string
  isAddressSecure: boolean
}): string => {
  const { page, language } = given
  const said = { locale: language }
  const others = languages.filter((one) => one !== language)
  const choice = page.carries
    ? others.map(
        (one) =>
          html`<button class="link" name="${languageParameter}" value="${one}" lang="${one}" formnovalidate>${nameOfLanguage(one)}</button> `,
      )
    : others.map(
        (one) =>
          html`<a href="${formAt}?${languageParameter}=${one}" lang="${one}" hreflang="${one}">${nameOfLanguage(one)}</a> `,
      )
  const foot = html`<nav aria-label="${m.code_languages({}, said)}">${choice}</nav>`
  const inner = page.carries
    ? html`<form method="post" action="${formAt}" autocomplete="off">${page.carries}<input type="hidden" name="${languageParameter}" value="${language}">${page.body}${foot}</form>`
    : html`${page.body}${foot}`
  const insecure =
    !given.isAddressSecure && html`<div class="notice stop"><p>${m.insecure_notice({}, said)}</p></div>`
  return html`<!doctype html>
<html lang="${language}" dir="${direction(language)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">
<title>${page.title} · Kith</title><style>${{ markup: look }}</style></head>
<body>
<header class="top">${mark}<a class="help" href="${page.supportAt ?? `${given.publicUrl}/support`}" rel="noreferrer">${m.ui_support({}, said)}</a></header>
<main>${insecure}${inner}</main>
</body>
</html>
`.markup
}

const mark = html`<svg class="mark" viewBox="0 5 32 27" width="38" height="32" role="img" aria-label="Kith"><path d="M2 18h28M2 23.6h28M6.5 18v11.2M25.5 18v11.2" fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round"/><path class="head" d="M5.3 14.6a4.8 4.8 0 1 1 8.4 0z"/><path class="head warm" d="M14.9 14.6a4.8 4.8 0 1 1 8.4 0z"/></svg>`
