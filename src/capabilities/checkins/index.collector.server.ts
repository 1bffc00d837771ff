/** What the collector needs where it is a process of its own: little code, and none that knows people. */
export { openApartCollector } from './collector/apart/collect-apart.server.ts'
