/** One defence of check-ins, what its removal looks like in the source, and the test that has to notice. */
export type Mutation = {
  defence: string
  test: string
  changes: readonly { file: string; from: string; to: string }[]
}
