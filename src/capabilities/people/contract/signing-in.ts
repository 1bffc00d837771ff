import * as v from 'valibot'
import { digitsField, emailField, joinCodeField } from './fields.ts'

export const SendCodeForm = v.strictObject({ email: emailField })
export const EnterForm = v.strictObject({ email: emailField, digits: digitsField })
export const JoinCodeForm = v.strictObject({ code: joinCodeField })
export const PasskeyNameForm = v.strictObject({
  id: v.pipe(v.string(), v.uuid()),
  name: v.pipe(
    v.string('name-missing'),
    v.trim(),
    v.nonEmpty('name-missing'),
    v.maxLength(60, 'name-too-long'),
  ),
})
export const PasskeyForm = v.strictObject({ id: v.pipe(v.string(), v.uuid()) })
