// Lines whose cells stand under each other.

/** A description may have 512 characters; lines beside it shall not have them as blanks. */
const pushingMax = 80;

/** The last cell of a line and very long ones push nothing aside; no line ends in blanks. */
export function alignColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(0, ...rows.map((row) => pushOf(row, column))),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function pushOf(row: readonly string[], column: number): number {
  const length = column < row.length - 1 ? (row[column]?.length ?? 0) : 0;
  return length <= pushingMax ? length : 0;
}
