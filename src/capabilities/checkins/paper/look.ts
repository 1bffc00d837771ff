/**
 * The few of `tokens.css` and `kith.css` that the form needs, in rules that old browsers know. It comes inside the page:
 * where ballots have a hostname of their own, that hostname serves no files.
 */
export const look = `:root{color-scheme:light dark;--paper:#f2f4ed;--surface:#fdfdfa;--ink:#1a2725;--soft:#495754;--line:#cbd2c8;--edge:#6f7c76;--do:#1f4a40;--on:#f6f8f2;--warm:#cc6b12;--wash:#fbe8d0;--chosen:#dce7de;--stop:#982f21;--stopwash:#f8e2dc;--wait:#f5ebc4;--focus:#1550bd}
@media (prefers-color-scheme:dark){:root{--paper:#141918;--surface:#1c2322;--ink:#eeebe2;--soft:#b4bbb4;--line:#35403d;--edge:#7f8c86;--do:#a5cfbd;--on:#0f211c;--warm:#f09a42;--wash:#392917;--chosen:#243630;--stop:#f5a695;--stopwash:#3a211d;--wait:#352e17;--focus:#8fb9ff}}
*{box-sizing:border-box}
body{margin:0;background:#f2f4ed;background:var(--paper);color:#1a2725;color:var(--ink);font:1.0625rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Naskh Arabic",sans-serif;overflow-wrap:break-word}
header.top{display:flex;justify-content:space-between;align-items:center;max-width:72rem;margin:0 auto;padding:.5rem 1rem}
.mark{color:inherit;display:block;height:2rem;width:auto}.mark .warm{fill:#cc6b12;fill:var(--warm)}.mark .head{fill:currentColor}.mark .head.warm{fill:var(--warm)}
.help{font-weight:600;font-size:.9375rem;color:inherit;background:#fbe8d0;background:var(--wash);border:1.5px solid #cc6b12;border-color:var(--warm);border-radius:.375rem;padding:.6rem 1rem;text-decoration:none}
main{max-width:38rem;margin:1.5rem auto 3rem;padding:0 1rem}
h1,h2,.question{font-family:Georgia,"Noto Serif","Noto Naskh Arabic",serif;font-weight:600;line-height:1.25;margin:0 0 1rem}
h1{font-size:2rem}h2{font-size:1.375rem;border-bottom:3px solid;padding-bottom:.25rem;margin-top:2.5rem}
p{margin:0 0 1rem}.soft,small{color:#495754;color:var(--soft);font-size:.9375rem}small{display:block}input.code+small{margin-top:.6rem}
ul{padding-inline-start:1.25em;margin:0 0 1rem}li{margin-bottom:.5rem}
a{color:#1f4a40;color:var(--do)}
.notice{padding:.75rem 1rem;border-inline-start:4px solid;background:#f5ebc4;background:var(--wait);margin:0 0 1.5rem}.notice.stop{border-color:#982f21;border-color:var(--stop);background:#f8e2dc;background:var(--stopwash)}.notice p:last-child{margin:0}
label.field{display:block;font-weight:600;margin-bottom:.25rem}
input.code{display:block;width:100%;font:600 1.25rem/1.4 ui-monospace,"DejaVu Sans Mono",monospace;letter-spacing:.05em;text-transform:uppercase;padding:.6rem .75rem;color:inherit;background:#fdfdfa;background:var(--surface);border:1.5px solid #6f7c76;border-color:var(--edge);border-bottom-width:3px;border-radius:.1875rem}
fieldset{border:0;margin:0 0 2rem;padding:0;min-width:0}legend{padding:0}
.question{font-size:1.375rem;margin-bottom:.75rem}
.choice{display:flex;align-items:flex-start;min-height:2.75rem;padding:.6rem .5rem;border-bottom:1px solid #cbd2c8;border-color:var(--line);cursor:pointer}
.choice input{flex:none;width:1.25rem;height:1.25rem;margin:.15rem 0;margin-inline-end:.75rem;accent-color:#1f4a40;accent-color:var(--do)}
.choice.none{color:#495754;color:var(--soft)}
button{font:inherit;font-weight:600;cursor:pointer;border-radius:.375rem;padding:.65rem 1.25rem;min-height:2.75rem;color:#1f4a40;color:var(--do);background:none;border:1.5px solid;margin:0 0 .75rem;margin-inline-end:.5rem}
button.primary{background:#1f4a40;background:var(--do);color:#f6f8f2;color:var(--on);border-color:#1f4a40;border-color:var(--do)}
button.link{border-color:transparent;text-decoration:underline;padding:.5rem .6rem;font-weight:400;margin:0}
dl{margin:0 0 1.5rem}dt{margin-top:.9rem}dd{margin:.15rem 0 0;font-weight:600}
main nav{border-top:1px solid #cbd2c8;border-color:var(--line);padding:1rem 0;margin-top:2.5rem}
:focus-visible{outline:3px solid #1550bd;outline-color:var(--focus);outline-offset:3px}
@media (min-width:48rem){h1{font-size:2.5rem}}
:lang(ar){line-height:1.75}:lang(ar) input.code{line-height:1.4}`
