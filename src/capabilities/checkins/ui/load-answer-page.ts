/** The answering page inside another one, for a window that keeps nothing from one page to the next. */
export const loadAnswerPage = async () => (await import('./AnswerInLanguage.svelte')).default
