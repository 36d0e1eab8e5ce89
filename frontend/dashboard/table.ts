// What a chart is drawn from: the table beside it, so that the two can't disagree.

export interface Cell {
  value: number | null;
  low: number | null;
  high: number | null;
  text: string;
  link: string | null;
}

export interface Row {
  label: string;
  // Which way it differs from the reference: "good", "bad", "even", or "" where nothing is compared.
  tone: string;
  to: string;
}

export interface Series {
  name: string;
  color: string;
  // A series drawn behind the others, such as the period before.
  isReference: boolean;
  cells: Cell[];
}

export interface Table {
  rows: Row[];
  series: Series[];
}

// Columns whose heading names a colour are drawn; others are only read.
export function readTable(table: HTMLTableElement): Table {
  const headings = [...(table.tHead?.rows[0]?.cells ?? [])];
  const body = [...(table.tBodies[0]?.rows ?? [])];
  const drawn = headings.flatMap((heading, column) => (heading.dataset.color ? [{ heading, column }] : []));
  return {
    rows: body.map(readRow),
    series: drawn.map(({ heading, column }) => ({
      name: words(heading),
      color: heading.dataset.color ?? "",
      isReference: "reference" in heading.dataset,
      cells: body.map((row) => readCell(row.cells[column])),
    })),
  };
}

function readRow(row: HTMLTableRowElement): Row {
  const label = row.dataset.label ?? words(row.cells[0]);
  return { label, tone: row.dataset.tone ?? "", to: row.dataset.to ?? "" };
}

function readCell(cell: HTMLTableCellElement | undefined): Cell {
  const link = cell?.querySelector("a") ?? cell?.parentElement?.querySelector("a");
  const { value, low, high } = cell?.dataset ?? {};
  return { value: number(value), low: number(low), high: number(high), text: words(cell), link: link?.href ?? null };
}

function number(text: string | undefined): number | null {
  return text === undefined || text === "" ? null : Number(text);
}

function words(element: HTMLElement | undefined): string {
  return (element?.textContent ?? "").replace(/\s+/g, " ").trim();
}
