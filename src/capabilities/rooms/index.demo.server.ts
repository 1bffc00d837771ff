// The demo's own door: nothing else may come in by it, so that nothing else can make a room up.
export { type Invention, inventRoom } from './use-cases/after/invent-room.server.ts'
export type { Played } from './use-cases/after/play-room.ts'
