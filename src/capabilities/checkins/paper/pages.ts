import { m } from '#messages'
import { direction, moment, number } from '#ui/format.ts'
import type { Language } from '#ui/languages.ts'
import type { PaperForm } from '../collector/registry.server.ts'
import type { BallotAnswers } from '../domain/ballot.ts'
import { formIn, sectionsIn } from '../domain/questions.ts'
import type { QuestionItem } from '../domain/wave.ts'
import { formAt, type PaperPage } from './frame.ts'
import { type Html, html } from './html.ts'

type Spoken = { readonly language: Language }
/** What the form carries from page to page: there is nowhere else where it could stand. */
export type Carried = {
  readonly code: string
  readonly isKeyedIn: boolean
  readonly answers: BallotAnswers
}
export type CodeProblem = 'empty' | 'mistyped' | 'unknown' | 'ended' | 'paused'

const at = (instant: Date, of: PaperForm, language: Language) =>
  moment({ at: instant, zone: of.timeZone, locale: language })

const hides = (language: Language): Html => {
  const said = { locale: language }
  return html`<h2>${m.home_paper_limits({}, said)}</h2>
<p>${m.paper_hides({}, said)}</p>
<ul><li>${m.paper_reads({}, said)}</li><li>${m.paper_cannot_seen({}, said)}</li><li>${m.paper_cannot_network({}, said)}</li><li>${m.paper_cannot_copy({}, said)}</li></ul>`
}

const problems = {
  empty: m.code_empty,
  mistyped: m.code_mistyped,
  unknown: m.code_unknown,
  ended: m.code_ended,
  paused: m.code_paused,
}

/** The first page: a field for the code. What was typed stands there again when something is wrong with it. */
export const askForCode = (
  given: Spoken & { problem?: CodeProblem; typed?: string; isKeyedIn?: boolean; status?: number },
): PaperPage => {
  const { language, problem } = given
  const said = { locale: language }
  return {
    title: m.code_title({}, said),
    status: given.status ?? 200,
    carries: html`<input type="hidden" name="at" value="code">`,
    body: html`<h1>${m.code_title({}, said)}</h1>
<p>${m.code_lead({}, said)}</p>
${problem && html`<div class="notice stop" id="problem" role="alert"><p><strong>${problems[problem]({}, said)}</strong></p></div>`}
<p><label class="field" for="code">${m.code_label({}, said)}</label>
<input class="code" id="code" name="code" dir="ltr" lang="en" maxlength="60" autocomplete="off" autocapitalize="characters" spellcheck="false" value="${given.typed?.slice(0, 60) ?? ''}" aria-describedby="${problem ? 'problem hint' : 'hint'}"${problem && problem !== 'paused' && html` aria-invalid="true"`}${problem && html` autofocus`}>
<small id="hint">${m.code_hint({}, said)}</small></p>
<label class="choice"><input type="checkbox" name="by" value="hand"${given.isKeyedIn && html` checked`}><span>${m.code_hand({}, said)}<small>${m.code_hand_small({}, said)}</small></span></label>
<p><br><button class="primary" name="go" value="next">${m.code_go({}, said)}</button></p>
${hides(language)}`,
  }
}

const carriesOf = (carried: Carried, place: 'questions' | 'review'): Html =>
  html`<input type="hidden" name="at" value="${place}"><input type="hidden" name="code" value="${carried.code}">${
    carried.isKeyedIn && html`<input type="hidden" name="by" value="hand">`
  }`

const nameOf = ({ id }: QuestionItem) => `q:${id}`
const forSomebody = (carried: Carried, language: Language) =>
  carried.isKeyedIn && html`<div class="notice"><p>${m.code_for_somebody({}, { locale: language })}</p></div>`

/** All questions on one page. Each has “no answer” to choose, since without scripts a choice cannot be taken back. */
export const askQuestions = (
  given: Spoken & {
    of: PaperForm
    group: { name: string; people: number }
    carried: Carried
  },
): PaperPage => {
  const { language, of, group, carried } = given
  const said = { locale: language }
  const form = formIn(of.questions, language)
  const sections = sectionsIn(of.questions, form)
  const people = m.plan_people({ people: number({ value: group.people, locale: language }) }, said)
  const field = (item: QuestionItem) => {
    const chosen = carried.answers[item.id]
    const own = item.locale !== language && html` lang="${item.locale}" dir="${direction(item.locale)}"`
    return html`<fieldset${own}><legend class="question">${item.text}</legend>
${item.sensitive && html`<small lang="${language}" dir="${direction(language)}">${m.answer_sensitive({}, said)}</small>`}
${item.options.map(
  ({ value, text }) =>
    html`<label class="choice"><input type="radio" name="${nameOf(item)}" value="${value}"${chosen === value && html` checked`}><span>${text}</span></label>`,
)}
<label class="choice none" lang="${language}" dir="${direction(language)}"><input type="radio" name="${nameOf(item)}" value=""${chosen === undefined && html` checked`}><span>${m.code_no_answer({}, said)}</span></label></fieldset>`
  }
  const isOurs = form.items.some(({ validated }) => !validated)
  return {
    title: of.title,
    status: 200,
    supportAt: of.supportAt,
    carries: carriesOf(carried, 'questions'),
    body: html`<h1>${of.title}</h1>
<p class="soft">${of.organisationName}</p>
${forSomebody(carried, language)}
<p>${m.code_counted({ group: group.name, people, closes: at(of.closesAt, of, language) }, said)}</p>
<p>${m.answer_may_skip_shared({}, said)} ${isOurs && m.answer_own_words({}, said)}</p>
<p class="soft">${m.code_nothing_kept({}, said)}</p>
${
  sections.length > 1
    ? sections.map(({ name, items }) => html`<h2>${name}</h2>${items.map(field)}`)
    : form.items.map(field)
}
<p><button class="primary" name="go" value="next">${m.code_look({}, said)}</button></p>`,
  }
}

/** What was chosen, in words, before it leaves for good. */
export const review = (
  given: Spoken & { of: PaperForm; carried: Carried; isNotStored?: boolean },
): PaperPage => {
  const { language, of, carried, isNotStored } = given
  const said = { locale: language }
  const { items } = formIn(of.questions, language)
  const words = (item: QuestionItem) =>
    item.options.find(({ value }) => value === carried.answers[item.id])?.text
  return {
    title: m.answer_review({}, said),
    status: isNotStored ? 503 : 200,
    supportAt: of.supportAt,
    carries: html`${carriesOf(carried, 'review')}${items.map((item) => {
      const value = carried.answers[item.id]
      return value !== undefined && html`<input type="hidden" name="${nameOf(item)}" value="${value}">`
    })}`,
    body: html`<h1>${m.answer_review({}, said)}</h1>
${isNotStored && html`<div class="notice" role="alert"><p><strong>${m.code_not_stored({}, said)}</strong></p></div>`}
${forSomebody(carried, language)}
<dl>${items.map((item) => {
      const own = html` lang="${item.locale}" dir="${direction(item.locale)}"`
      const chosen = words(item)
      return html`<dt${own}>${item.text}</dt><dd${chosen !== undefined && own}>${chosen ?? m.answer_skipped({}, said)}</dd>`
    })}</dl>
<p>${m.answer_review_words({}, said)} ${m.paper_reads({}, said)}</p>
<p><button class="primary" name="go" value="send">${m.answer_send({}, said)}</button> <button name="go" value="back">${m.code_change({}, said)}</button></p>`,
  }
}

/** A page that only says something. */
const tell = (given: {
  title: string
  status: number
  words: readonly string[]
  next: { words: string; language: Language }
  supportAt?: string
}): PaperPage => ({
  title: given.title,
  status: given.status,
  ...(given.supportAt ? { supportAt: given.supportAt } : {}),
  body: html`<h1>${given.title}</h1>${given.words.map((words) => html`<p>${words}</p>`)}<p><a href="${formAt}?read-in=${given.next.language}">${given.next.words}</a></p>`,
})

export const received = ({ language }: Spoken): PaperPage => {
  const said = { locale: language }
  return tell({
    title: m.answer_thanks({}, said),
    status: 200,
    words: [`${m.answer_received({}, said)} ${m.code_received_words({}, said)}`],
    next: { words: m.code_another({}, said), language },
  })
}

export const alreadyUsed = ({ language, of }: Spoken & { of: PaperForm }): PaperPage => {
  const said = { locale: language }
  return tell({
    title: m.code_used({}, said),
    status: 409,
    words: [m.code_used_words({}, said), m.code_used_not_you({}, said)],
    next: { words: m.code_another({}, said), language },
    supportAt: of.supportAt,
  })
}

/** `isLate`: its time has come, and it waits for a witness. */
export const tooEarly = (given: Spoken & { of: PaperForm; opensAt: Date; isLate?: boolean }): PaperPage => {
  const { language, of, opensAt } = given
  const said = { locale: language }
  return tell({
    title: given.isLate
      ? m.code_held({ title: of.title }, said)
      : m.code_early({ title: of.title, opens: at(opensAt, of, language) }, said),
    status: 409,
    words: [given.isLate ? m.code_held_words({}, said) : m.code_early_words({}, said)],
    next: { words: m.code_another({}, said), language },
    supportAt: of.supportAt,
  })
}

export const tooLate = ({ language, of }: Spoken & { of: PaperForm }): PaperPage => {
  const said = { locale: language }
  return tell({
    title: m.code_over({ title: of.title }, said),
    status: 410,
    words: [m.code_over_words({}, said)],
    next: { words: m.code_another({}, said), language },
    supportAt: of.supportAt,
  })
}
