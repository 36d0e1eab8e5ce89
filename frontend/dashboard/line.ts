// How something went over time: a line a series, with its interval where there is only one.
import { categories, grid, legend, referenceLine, rowInWords, text, tips, values, type Option } from "./axes";
import type { Drawing } from "./figure";
import type { Series } from "./table";

// Told apart without colour, too.
const SYMBOLS = ["circle", "rect", "triangle", "diamond", "roundRect", "pin"];
const DASHES = ["solid", "solid", "dashed", "dashed", "dotted", "dotted"];

export function line(drawing: Drawing): Option {
  const { series } = drawing.table;
  const own = series.filter((one) => !one.isReference);
  return {
    grid: grid(drawing),
    legend: legend(drawing),
    xAxis: categories(drawing, { boundaryGap: drawing.table.rows.length === 1, axisLabel: { ...text(drawing), hideOverlap: true, alignMinLabel: "left", alignMaxLabel: "right" } }),
    yAxis: values(drawing, scale(drawing)),
    tooltip: tips(drawing, "axis", (place) => rowInWords(drawing, place)),
    series: [
      ...series.map((one, place) => drawn(drawing, one, place)),
      ...(own.length === 1 && own[0] ? band(drawing, own[0]) : []),
    ],
  };
}

// Shares that all lie high are not pressed against the top, and an axis of counts begins at zero.
function scale({ units }: Drawing): Record<string, unknown> {
  if (units.unit === "points") return { max: highestScore, min: lowestScore };
  const isLevel = units.unit === "share" || units.unit === "score";
  return isLevel ? { scale: true, ...(units.unit === "share" ? { max: top } : {}) } : { min: 0 };
}

function top({ max }: { max: number }): number | undefined {
  return max > 0.9 && max <= 1 ? 1 : undefined;
}

// No score lies beyond 100, whatever the approximation of its interval says.
function highestScore({ max }: { max: number }): number | undefined {
  return max > 0.9 ? 1 : undefined;
}

function lowestScore({ min }: { min: number }): number | undefined {
  return min < -0.9 ? -1 : undefined;
}

function drawn(drawing: Drawing, series: Series, place: number): Record<string, unknown> {
  const color = drawing.look.color(series.color);
  const isLong = series.cells.length > 40;
  return {
    name: series.name,
    type: "line",
    data: series.cells.map((cell) => cell.value ?? "-"),
    color,
    symbol: SYMBOLS[place % SYMBOLS.length],
    symbolSize: 6,
    showSymbol: !isLong && !series.isReference,
    lineStyle: { width: series.isReference ? 1.5 : 2.25, type: series.isReference ? "dashed" : DASHES[place % DASHES.length] },
    emphasis: { disabled: true },
    z: series.isReference ? 2 : 3,
    ...(place === 0 ? referenceLine(drawing, "yAxis") : {}),
  };
}

// The interval as an area: from its lower end, which is invisible, up to its upper one.
function band(drawing: Drawing, series: Series): Record<string, unknown>[] {
  if (!series.cells.some((cell) => cell.low !== null)) return [];
  const shared = { type: "line", stack: "interval", symbol: "none", silent: true, lineStyle: { opacity: 0 }, z: 1, tooltip: { show: false } };
  const low = series.cells.map((cell) => cell.low ?? "-");
  const width = series.cells.map((cell) => (cell.low === null || cell.high === null ? "-" : cell.high - cell.low));
  const color = drawing.look.color(series.color);
  return [
    { ...shared, data: low, stackStrategy: "all" },
    { ...shared, data: width, stackStrategy: "all", areaStyle: { color, opacity: 0.14 } },
  ];
}
