export { publicationsOf } from './domain/release/publication-of.ts'
export { readReleaseFile, saysItIsARelease } from './domain/release/release-file.server.ts'
