import { createHash } from 'node:crypto'
import { m } from '#messages'
import { escaped } from '#ui/escape.ts'
import { direction } from '#ui/format.ts'
import type { Language } from '#ui/languages.ts'
import { inLanguage } from './language.server.ts'

/** The few of `tokens.css` that this page needs: it must not wait for a file that a browser may not have. */
const look = `:root{color-scheme:light dark;--paper:#f2f4ed;--ink:#1a2725;--soft:#495754;--line:#1a2725;--do:#1f4a40;--on:#f6f8f2;--warm:#cc6b12;--wash:#fbe8d0}
@media (prefers-color-scheme:dark){:root{--paper:#141918;--ink:#eeebe2;--soft:#b4bbb4;--line:#35403d;--do:#a5cfbd;--on:#0f211c;--warm:#f09a42;--wash:#392917}}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.55 system-ui,sans-serif}
header{display:flex;justify-content:space-between;align-items:center;gap:1rem;padding:.5rem 1rem;border-block-end:2px solid var(--line)}
header a,h1{font-family:Georgia,"Noto Serif","Noto Naskh Arabic",serif;font-weight:700}header a{color:var(--ink);font-size:1.75rem;text-decoration:none}
header a+a{font:600 1rem/1.55 system-ui,sans-serif;background:var(--wash);border:1px solid var(--warm);border-radius:.375rem;padding:.5rem 1rem}
main{max-width:36rem;margin:2rem auto;padding:0 1rem}h1{font-size:2rem;line-height:1.2;margin:0 0 1rem}
p{margin:0 0 1.25rem}.soft{color:var(--soft)}
main a{display:inline-block;background:var(--do);color:var(--on);padding:.7rem 1.25rem;border-radius:.375rem;text-decoration:none;font-weight:600}`
const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(look).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/**
 * What a person sees while nothing can be read or saved: whole in itself, with the way to help. Made without the
 * database, without scripts and without a further file.
 */
export const outOfReachPage = (given: { language: Language; again: string }): Response => {
  const html = inLanguage(given.language, () => {
    const title = m.people_error_away_title()
    return `<!doctype html>
<html lang="${given.language}" dir="${direction(given.language)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} · Kith</title><style>${look}</style></head>
<body>
<header><a href="/">Kith</a><a href="/support" rel="noreferrer">${escaped(m.ui_support())}</a></header>
<main>
<h1>${escaped(title)}</h1>
<p>${escaped(m.people_error_away())}</p>
<p class="soft">${escaped(m.error_support())}</p>
<a href="${escaped(given.again)}">${escaped(m.people_error_again())}</a>
</main>
</body>
</html>
`
  })
  return new Response(html, {
    status: 503,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'retry-after': '60',
      'content-security-policy': policy,
    },
  })
}
