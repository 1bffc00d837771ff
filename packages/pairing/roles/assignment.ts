/**
 * The cheapest way to give each row a column of its own: for each row its column, and the total. Costs are finite whole
 * numbers up to 10 to the power of 15; there are at least as many columns as rows. Of equally cheap ways always the
 * same one. Time grows with rows² × columns.
 *
 * Hungarian method by shortest augmenting paths: Kuhn 1955; Jonker and Volgenant, Computing 38 (1987).
 * Throws RangeError when there are too few columns.
 */
export const assign = (costs: readonly (readonly number[])[]): { columns: number[]; total: number } => {
  const rows = costs.length
  const columns = costs[0]?.length ?? 0
  if (costs.some((row) => row.length !== columns) || rows > columns)
    throw new RangeError('an assignment needs rows of one length, and as many columns as rows')
  const cost = (row: number, column: number) => costs[row]?.[column] ?? 0
  const rowPrice = new Float64Array(rows)
  const columnPrice = new Float64Array(columns)
  /** The row that each column has, or -1. */
  const taken = new Int32Array(columns).fill(-1)
  for (let start = 0; start < rows; start++) {
    const distance = new Float64Array(columns).fill(Number.POSITIVE_INFINITY)
    const cameFrom = new Int32Array(columns).fill(-1)
    const isReached = new Uint8Array(columns)
    let row = start
    let last = -1
    let far = 0
    for (;;) {
      let next = -1
      for (let column = 0; column < columns; column++) {
        if (isReached[column] === 1) continue
        const through = far + cost(row, column) - (rowPrice[row] ?? 0) - (columnPrice[column] ?? 0)
        if (through < (distance[column] ?? 0)) {
          distance[column] = through
          cameFrom[column] = last
        }
        if (next === -1 || (distance[column] ?? 0) < (distance[next] ?? 0)) next = column
      }
      isReached[next] = 1
      far = distance[next] ?? 0
      last = next
      if (taken[next] === -1) break
      row = taken[next] ?? 0
    }
    rowPrice[start] = (rowPrice[start] ?? 0) + far
    for (let column = 0; column < columns; column++) {
      if (isReached[column] === 0 || column === last) continue
      const saved = far - (distance[column] ?? 0)
      columnPrice[column] = (columnPrice[column] ?? 0) - saved
      const owner = taken[column] ?? 0
      rowPrice[owner] = (rowPrice[owner] ?? 0) + saved
    }
    for (let column = last; column !== -1; ) {
      const before = cameFrom[column] ?? -1
      taken[column] = before === -1 ? start : (taken[before] ?? 0)
      column = before
    }
  }
  const chosen: number[] = new Array(rows).fill(0)
  taken.forEach((row, column) => {
    if (row !== -1) chosen[row] = column
  })
  return { columns: chosen, total: chosen.reduce((sum, column, row) => sum + cost(row, column), 0) }
}
