import { expect, test } from 'vitest'
import { type IntegrityList, integrityOf } from './list-files.server.ts'
import { withIntegrity } from './with-integrity.ts'

const [a, b, c] = [integrityOf('a'), integrityOf('b'), integrityOf('c')]
const list: IntegrityList = {
  format: 'kith-integrity-1',
  build: 'test',
  files: { '/_app/a.js': a, '/_app/b.js': b, '/_app/c.css': c },
  needs: { '/_app/a.js': ['/_app/b.js'] },
}

test('a page names the hash of each script and style, from wherever it names them', () => {
  const html = '<link href="../_app/b.js" rel="modulepreload"><link href="/_app/c.css" rel="stylesheet">'
  expect(withIntegrity(html, { list, path: '/app/sign-in' })).toBe(
    `<link href="../_app/b.js" rel="modulepreload" integrity="${b}"><link href="/_app/c.css" rel="stylesheet" integrity="${c}">`,
  )
})

test('what a script brings is named before it, with its hash', () => {
  expect(withIntegrity('<script type="module" src="/_app/a.js"></script>', { list, path: '/answer' })).toBe(
    `<link href="/_app/b.js" rel="modulepreload" integrity="${b}"><script type="module" src="/_app/a.js" integrity="${a}"></script>`,
  )
})

test('what people wrote is never taken for a script', () => {
  const html = '<p>&lt;script type="module" src="/_app/a.js"&gt;</p>'
  expect(withIntegrity(html, { list, path: '/' })).toBe(html)
})
