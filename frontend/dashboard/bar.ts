// Amounts beside each other, and parts of a whole over time.
import { categories, grid, legend, referenceLine, rowInWords, text, tips, values, type Option } from "./axes";
import type { Drawing } from "./figure";
import type { Series } from "./table";

// One bar a row, lying down, so that names have room. The first row is on top.
export function bar(drawing: Drawing): Option {
  const { series } = drawing.table;
  const axis = categories(drawing, { inverse: true });
  return {
    grid: grid(drawing, { right: 56 }),
    legend: legend(drawing),
    yAxis: { ...axis, axisLabel: { ...text(drawing), color: drawing.look.ink, ...room(drawing) } },
    xAxis: values(drawing, { axisLabel: { show: false }, splitLine: { show: false } }),
    tooltip: tips(drawing, "item", (place) => rowInWords(drawing, place)),
    series: series.map((one, place) => ({
      ...amounts(drawing, one),
      barMaxWidth: 18,
      itemStyle: { borderRadius: [0, 3, 3, 0] },
      label: { show: series.length === 1, position: "right", ...text(drawing), formatter: textOf(one) },
      ...(place === 0 ? referenceLine(drawing, "xAxis") : {}),
    })),
  };
}

// Standing bars, for what has an order: hours, weeks.
export function column(drawing: Drawing): Option {
  return {
    grid: grid(drawing),
    legend: legend(drawing),
    xAxis: categories(drawing),
    yAxis: values(drawing, { min: 0 }),
    tooltip: tips(drawing, "axis", (place) => rowInWords(drawing, place)),
    series: drawing.table.series.map((one, place) => ({
      ...amounts(drawing, one),
      barMaxWidth: 28,
      itemStyle: { borderRadius: [3, 3, 0, 0] },
      ...(place === 0 ? referenceLine(drawing, "yAxis") : {}),
    })),
  };
}

export function stack(drawing: Drawing): Option {
  return {
    grid: grid(drawing),
    legend: legend(drawing),
    xAxis: categories(drawing),
    yAxis: values(drawing, { min: 0, ...(drawing.isShare ? { max: 1, interval: 0.25 } : {}) }),
    tooltip: tips(drawing, "axis", (place) => rowInWords(drawing, place)),
    series: drawing.table.series.map((one) => ({
      ...amounts(drawing, one),
      stack: "all",
      barCategoryGap: drawing.table.rows.length > 60 ? "5%" : "22%",
      itemStyle: { borderColor: drawing.look.panel, borderWidth: drawing.table.rows.length > 60 ? 0 : 1 },
    })),
  };
}

function amounts(drawing: Drawing, series: Series): Record<string, unknown> {
  return {
    name: series.name,
    type: "bar",
    color: drawing.look.color(series.color),
    data: series.cells.map((cell) => cell.value ?? "-"),
    emphasis: { disabled: true },
  };
}

function room({ width }: Drawing): Record<string, unknown> {
  return { width: Math.min(190, width * 0.36), overflow: "truncate", hideOverlap: false, interval: 0 };
}

function textOf(series: Series): (item: { dataIndex: number }) => string {
  return ({ dataIndex }) => series.cells[dataIndex]?.text ?? "";
}
