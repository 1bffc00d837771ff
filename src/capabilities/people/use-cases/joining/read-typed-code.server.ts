import { readForm } from '../../contract/form.ts'
import { JoinCodeForm } from '../../contract/signing-in.ts'

/** A printed code as somebody typed it, in its one spelling. Whether anybody holds it is another question. */
export const readTypedCode = (form: unknown) => readForm(JoinCodeForm, form)
