export { refusalWords } from './ui/refusal-words.ts'
