import { expect, test } from 'vitest'
import { csvOf } from './attendance-csv.ts'

test('an attendance record opens in a spreadsheet as what it says, whatever a room is called', () => {
  expect(
    csvOf([
      ['=HYPERLINK("x")', 'a "b", c'],
      ['Wise Crowds', '45'],
    ]),
  ).toBe('"\'=HYPERLINK(""x"")","a ""b"", c"\r\nWise Crowds,45')
})
