// A chart of a page with everything that drawing it needs.
import { lookOf, type Look } from "./look";
import { readTable, type Table } from "./table";
import type { Units } from "./units";

export interface Drawing {
  kind: string;
  title: string;
  table: Table;
  units: Units;
  look: Look;
  // A line to compare with, such as a target or the mean of all.
  reference: { value: number; label: string } | null;
  isShare: boolean;
  width: number;
}

// More lines than this can't be told apart; the table has all, the largest first.
const MOST_LINES = 25;

function most(kind: string, { rows, series }: Table): Table {
  if (kind !== "bar" && kind !== "forest") return { rows, series };
  const drawn = series.map((one) => ({ ...one, cells: one.cells.slice(0, MOST_LINES) }));
  return { rows: rows.slice(0, MOST_LINES), series: drawn };
}

export function drawingOf(figure: HTMLElement): Drawing | null {
  const table = figure.querySelector("table");
  const { chart, unit, currency, reference, referenceLabel, stacked } = figure.dataset;
  if (!table || !chart) return null;
  return {
    kind: chart,
    title: figure.querySelector(".chart-title")?.textContent?.trim() ?? "",
    table: most(chart, readTable(table)),
    units: { unit: unit ?? "", currency: currency ?? "", language: document.documentElement.lang },
    look: lookOf(figure),
    reference: reference ? { value: Number(reference), label: referenceLabel ?? "" } : null,
    isShare: stacked === "share",
    width: figure.clientWidth,
  };
}
