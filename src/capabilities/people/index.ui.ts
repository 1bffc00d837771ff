export {
  addPasskey,
  canUsePasskeys,
  type PasskeyOutcome,
  signInWithPasskey,
} from './client/passkeys.client.ts'
export { default as FormProblem } from './ui/FormProblem.svelte'
export { default as HostChoice } from './ui/HostChoice.svelte'
export { default as ImportProblems } from './ui/ImportProblems.svelte'
export { default as OrganisationFields } from './ui/OrganisationFields.svelte'
export { default as PasskeyOffer } from './ui/PasskeyOffer.svelte'
export { default as PasskeySignIn } from './ui/PasskeySignIn.svelte'
export { sayAct } from './ui/say-act.ts'
export { sayHost, sayRole, sayRoleTask, sayStatus } from './ui/say-people.ts'
export { choiceField, sayMatter, sayOption, sayOutcome } from './ui/say-problem.ts'
export { sayColumn, sayField, sayRefusal } from './ui/say-refusal.ts'
