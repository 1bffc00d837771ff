/** One defence, what its removal looks like in the source, and the test that has to notice: of this folder, or by its path. */
export type Mutation = {
  defence: string
  test: string
  /** The test looks at the built site, which is built anew for it. */
  builds?: true
  changes: readonly { file: string; from: string; to: string }[]
}
