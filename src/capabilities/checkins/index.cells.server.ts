export { publicationsOf } from './domain/release/publication-of.ts'
export { readReleaseFile, releaseFileOf, saysItIsARelease } from './domain/release/release-file.server.ts'
