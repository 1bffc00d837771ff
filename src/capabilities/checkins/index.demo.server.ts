// The demo's own door: nothing else may come in by it, so that nothing else can make a release up.
export {
  type InventedReply,
  type Invention,
  inventReleasedWaves,
} from './use-cases/invent-released-waves.server.ts'
