export type { TreeNode } from './forest.ts'
export { type Leak, leaks } from './leaks.ts'
export { publishTree } from './tree.ts'
