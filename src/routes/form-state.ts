type Filled = Readonly<Record<string, string>>

/** What came back after a form was sent, of whichever kind: nothing, where it was sent to, or what to put right. */
export const stateOf = (
  form: object | null,
): { sentTo: string | undefined; problem: string | undefined; problems: Filled; values: Filled } => {
  const { sentTo, problem, problems, values } = (form ?? {}) as {
    sentTo?: string
    problem?: string
    problems?: Filled
    values?: Filled
  }
  return { sentTo, problem, problems: problems ?? {}, values: values ?? {} }
}
