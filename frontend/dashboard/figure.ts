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

export function drawingOf(figure: HTMLElement): Drawing | null {
  const table = figure.querySelector("table");
  const { chart, unit, currency, reference, referenceLabel, stacked } = figure.dataset;
  if (!table || !chart) return null;
  return {
    kind: chart,
    title: figure.querySelector(".chart-title")?.textContent?.trim() ?? "",
    table: readTable(table),
    units: { unit: unit ?? "", currency: currency ?? "", language: document.documentElement.lang },
    look: lookOf(figure),
    reference: reference ? { value: Number(reference), label: referenceLabel ?? "" } : null,
    isShare: stacked === "share",
    width: figure.clientWidth,
  };
}
