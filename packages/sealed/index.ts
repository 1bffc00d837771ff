export { open, seal } from './envelope.ts'
export { generateSealingKey, loadOpeningKey, type OpeningKey, type SealingKey } from './key.ts'
export { LENGTH_SIZE, pad, unpad } from './padding.ts'
export { PRIVATE_KEY_SIZE, PUBLIC_KEY_SIZE, SEALED_OVERHEAD } from './suite.ts'
