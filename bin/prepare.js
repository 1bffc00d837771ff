// Makes a clone ready to run, with nothing but Node 20 and npm at hand: libraries from the lockfile, messages compiled,
// site built. Plain JavaScript without libraries, because it runs before there are any. Each step leaves a stamp (a hash
// of what it was made from) as its last act, so that a step that was interrupted is done again and a finished one is not.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { GENERATED, hashOf, hashOfSources } from './prepare-hash.js'
import { takeLock } from './prepare-lock.js'
import { compileMessages } from './prepare-messages.js'

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const NEEDED_NODE = [22, 17]
const MODES = ['start', 'test', 'bench', 'build', 'messages']

const at = (...parts) => path.join(ROOT, ...parts)
const say = (line) => process.stdout.write(`${line}\n`)

/** A reason to stop that the reader can act on; anything else that is thrown is a bug. */
class Refusal extends Error {}

/** Kith's own Node, when the libraries are there; on macOS the one that runs this file. */
const projectNode = () => {
  const own = at('node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node')
  return fs.existsSync(own) ? own : process.execPath
}

/** @param {string} version as in `process.versions.node` @param {number[]} needed major and minor */
const isAtLeast = (version, [major, minor]) => {
  const [haveMajor = 0, haveMinor = 0] = version.split('.').map(Number)
  return haveMajor > major || (haveMajor === major && haveMinor >= minor)
}

const hasGlibc = () => {
  process.report.excludeNetwork = true
  return Boolean(process.report.getReport().header.glibcVersionRuntime)
}

const checkMachine = () => {
  const { platform, arch } = process
  if (!isAtLeast(process.versions.node, [20, 0])) {
    throw new Refusal(
      `Kith needs Node 20 or later to set itself up; this is ${process.versions.node}. See https://nodejs.org.`,
    )
  }
  if (platform === 'win32') {
    throw new Refusal(
      'On Windows, Kith runs inside WSL. See https://learn.microsoft.com/windows/wsl/install.',
    )
  }
  if ((platform !== 'linux' && platform !== 'darwin') || (arch !== 'x64' && arch !== 'arm64')) {
    throw new Refusal(
      `Kith runs on Linux and macOS, on x64 and arm64 processors; this is ${platform} on ${arch}.`,
    )
  }
  if (platform === 'linux' && !hasGlibc()) {
    throw new Refusal(
      'Kith needs a Linux with glibc, such as Debian, Ubuntu or Fedora; this one uses another C library.',
    )
  }
}

const checkNode = () => {
  const own = projectNode()
  if (own !== process.execPath || isAtLeast(process.versions.node, NEEDED_NODE)) return
  if (process.platform === 'linux') {
    throw new Refusal(
      'The Node that Kith brings along is missing. Remove the folder node_modules and try again.',
    )
  }
  throw new Refusal(
    `On macOS, Kith uses the Node of the machine, ${NEEDED_NODE.join('.')} or later; this is ${process.versions.node}. See https://nodejs.org.`,
  )
}

let child
/** Runs a program quietly; its words are shown only when it fails. */
const run = ({ command, args, failure, set = {} }) =>
  new Promise((resolve, reject) => {
    const own = at('node_modules', '.bin')
    const PATH = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== own)
    const leash = `--import=${pathToFileURL(at('bin', 'prepare-leash.js')).href}`
    const env = {
      ...process.env,
      ...set,
      PATH: [path.dirname(command), ...PATH].join(path.delimiter),
      NODE_OPTIONS: [process.env.NODE_OPTIONS, leash].filter(Boolean).join(' '),
    }
    let words = ''
    child = spawn(command, args, { cwd: ROOT, env, stdio: ['pipe', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (words += bytes))
    child.once('error', (error) => reject(new Refusal(`${failure} (${error.message})`)))
    child.once('close', (code) => {
      child = undefined
      if (code === 0) resolve(words)
      else reject(new Refusal(`${words.trimEnd()}\n\n${failure}`))
    })
  })

/** The npm that called us, so that one version speaks throughout; otherwise the one on the path, seen from outside. */
const npm = () => {
  const { npm_execpath: script, npm_node_execpath: node } = process.env
  if (script?.endsWith('.js') && node && fs.existsSync(node)) return { command: node, before: [script] }
  const own = at('node_modules', '.bin')
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder && folder !== own)
  const command = folders.map((folder) => path.join(folder, 'npm')).find((file) => fs.existsSync(file))
  if (!command) throw new Refusal('Kith needs npm, which comes with Node. See https://nodejs.org.')
  return { command, before: [] }
}

/** A step has: what it is made from, where its stamp lies, what to say, and how to make it. */
const libraries = {
  stamp: 'node_modules/.kith-install',
  says: 'Installing libraries from the lockfile (once, a minute or so)…',
  hash: () => hashOf(['package-lock.json']),
  async make() {
    const { command, before } = npm()
    const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error']
    await run({
      command,
      args: [...before, 'ci', ...quiet, '--ignore-scripts', '--include=dev', '--include=optional'],
      failure:
        'The libraries could not be installed. Check the connection to the npm registry and try again.',
    })
    checkNode()
    // SvelteKit keeps the settings of the compiler, which ours extend, inside node_modules.
    await run({
      command: projectNode(),
      args: [at('node_modules', '@sveltejs', 'kit', 'svelte-kit.js'), 'sync'],
      failure: 'The compiler could not be set up.',
    })
  },
}

const messages = {
  stamp: `${GENERATED}/.made`,
  says: 'Preparing the texts…',
  hash: () =>
    hashOf([
      'messages',
      'project.inlang/settings.json',
      'package-lock.json',
      'bin/prepare.js',
      'bin/prepare-messages.js',
    ]),
  make: () =>
    run({
      command: projectNode(),
      args: [fileURLToPath(import.meta.url), 'compile-messages'],
      failure: 'The texts in messages/ could not be compiled.',
    }),
}

const site = {
  stamp: 'build/.made',
  says: 'Building the site (half a minute or so)…',
  hash: () => hashOfSources({ forThisMachine: true }),
  make: () =>
    run({
      command: projectNode(),
      args: [at('node_modules', 'vite', 'bin', 'vite.js'), 'build'],
      // Whoever sets it for other reasons would get a build that nobody can compare.
      set: { NODE_ENV: 'production' },
      failure: 'The site could not be built.',
    }),
}

const stampOf = (step) => {
  try {
    return fs.readFileSync(at(step.stamp), 'utf8')
  } catch {
    return ''
  }
}
const isFresh = (step) => stampOf(step) === step.hash()

const make = async (step) => {
  say(step.says)
  const hash = step.hash()
  fs.rmSync(at(step.stamp), { force: true })
  await step.make()
  fs.mkdirSync(path.dirname(at(step.stamp)), { recursive: true })
  fs.writeFileSync(at(step.stamp), hash)
}

const stopOnSignal = (release) => {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ]) {
    process.once(signal, () => {
      child?.kill('SIGTERM')
      release()
      process.exit(code)
    })
  }
}

const prepare = async (mode) => {
  checkMachine()
  const steps = mode === 'messages' ? [libraries, messages] : [libraries, messages, site]
  if (steps.every(isFresh)) return checkNode()
  const release = await takeLock({
    file: at('.prepare.lock'),
    onWait: () => say('Another Kith is being prepared in this folder; waiting for it…'),
  }).catch((error) => {
    throw new Refusal(`Kith cannot write in its own folder, ${ROOT} (${error.code}).`)
  })
  stopOnSignal(release)
  try {
    for (const step of steps) if (!isFresh(step)) await make(step)
    checkNode()
  } finally {
    release()
  }
  say(mode === 'start' ? 'Ready to start.' : 'Ready.')
}

const [mode = 'build'] = process.argv.slice(2)
try {
  if (mode === 'compile-messages') await compileMessages({ root: ROOT, folder: GENERATED, Refusal })
  else if (MODES.includes(mode)) await prepare(mode)
  else throw new Refusal(`Say one of: ${MODES.join(', ')}.`)
} catch (error) {
  process.stderr.write(`${error instanceof Refusal ? error.message : error.stack}\n`)
  process.exitCode = 1
}
