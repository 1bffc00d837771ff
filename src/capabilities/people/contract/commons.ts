import * as v from 'valibot'
import { digitsField, emailField, nameField } from './fields.ts'
import { organisationFields } from './organisation.ts'

export const CommonsForm = v.strictObject(organisationFields)
export const CommonsDoorForm = v.strictObject({ open: v.picklist(['yes', 'no']) })
export const AskToJoinForm = v.strictObject({ email: emailField })
export const JoinCommonsForm = v.strictObject({ email: emailField, digits: digitsField, name: nameField })
export const EnterCommonsForm = v.strictObject({ name: nameField })
