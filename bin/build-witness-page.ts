import { createHash } from 'node:crypto'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { build } from 'vite'

/**
 * The page of a witness: one file with script, styles and fonts in it, which runs nothing but these (by their hashes) and
 * may fetch the lists that she names.
 */
export const buildWitnessPage = async (): Promise<string> => {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins: [svelte({ configFile: false })],
    build: {
      write: false,
      cssCodeSplit: false,
      assetsInlineLimit: Number.MAX_SAFE_INTEGER,
      rolldownOptions: {
        input: 'src/capabilities/checkins/ui/keeper/keeper-entry.ts',
        output: { format: 'iife' },
      },
    },
  })
  if (!('output' in built)) throw new Error('The page of a witness was not built in one piece.')
  const scripts = built.output.flatMap((made) => (made.type === 'chunk' ? [made.code] : []))
  const styles = built.output.flatMap((made) =>
    made.type === 'asset' && made.fileName.endsWith('.css') ? [String(made.source)] : [],
  )
  const [script = '', style = ''] = [scripts.join(''), styles.join('')].map((text) =>
    text.replaceAll('</', '<\\/'),
  )
  if (scripts.length !== 1 || built.output.length !== scripts.length + styles.length)
    throw new Error('The page of a witness needs more than one script and its styles.')
  const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    'font-src data:',
    'img-src data:',
    'connect-src https: http:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types svelte-trusted-html',
  ].join('; ')
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<meta charset="utf-8">',
    `<meta http-equiv="content-security-policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    '<title>Kith</title>',
    `<style>${style}</style>`,
    '<div id="witness"></div>',
    `<script>${script}</script>`,
    '</html>\n',
  ].join('\n')
}
