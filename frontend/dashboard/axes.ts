// What the charts with axes have in common.
import type { EChartsCoreOption } from "echarts/core";
import type { Drawing } from "./figure";
import { axisLabel, evenSeconds } from "./units";

export function text({ look }: Drawing): Record<string, unknown> {
  return { color: look.soft, fontFamily: look.font, fontSize: 12 };
}

export function categories(drawing: Drawing, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: "category",
    data: drawing.table.rows.map((row) => row.label),
    axisLine: { lineStyle: { color: drawing.look.line } },
    axisTick: { show: false },
    axisLabel: { ...text(drawing), hideOverlap: true },
    ...more,
  };
}

export function values(drawing: Drawing, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: "value",
    splitNumber: 4,
    ...(drawing.units.unit === "seconds" ? evenTimes(highest(drawing)) : {}),
    splitLine: { lineStyle: { color: drawing.look.line } },
    axisLabel: { ...text(drawing), formatter: axisLabel(drawing.units), hideOverlap: true },
    ...more,
  };
}

function evenTimes(top: number): Record<string, number> {
  const interval = evenSeconds(top);
  return { interval, min: 0, max: Math.ceil(top / interval) * interval };
}

function highest({ table }: Drawing): number {
  return Math.max(1, ...table.series.flatMap(({ cells }) => cells.map(({ value, high }) => Math.max(value ?? 0, high ?? 0))));
}

// Tips are drawn, not written as HTML: a page of ours takes no style from a script.
export function tips(drawing: Drawing, trigger: "axis" | "item", say: (place: number, series: number) => string): unknown {
  const { look } = drawing;
  return {
    trigger,
    renderMode: "richText",
    confine: true,
    backgroundColor: look.panel,
    borderColor: look.line,
    textStyle: { color: look.ink, fontFamily: look.font, fontSize: 13 },
    axisPointer: { type: "line", lineStyle: { color: look.soft, type: "dashed" } },
    formatter: (given: unknown) => {
      const first = (Array.isArray(given) ? given[0] : given) as { dataIndex: number; seriesIndex: number } | undefined;
      return first ? say(first.dataIndex, first.seriesIndex) : "";
    },
  };
}

// The row as the table has it.
export function rowInWords({ table }: Drawing, place: number): string {
  const lines = table.series.map((series) => `${series.name}: ${series.cells[place]?.text ?? ""}`);
  return [table.rows[place]?.label ?? "", ...lines].join("\n");
}

// How many lines the names take, at about seven pixels a letter; a legend of more than three is leafed through.
function legendLines({ table, width }: Drawing): number {
  const lengths = table.series.map(({ name }) => 46 + name.length * 7);
  const lines = lengths.reduce(
    ({ count, left }, length) => (length > left ? { count: count + 1, left: width - length } : { count, left: left - length }),
    { count: 1, left: width - 32 },
  );
  return table.series.length > 1 ? lines.count : 0;
}

export function legend(drawing: Drawing): Record<string, unknown> {
  const lines = legendLines(drawing);
  return {
    show: lines > 0,
    top: 0,
    left: 0,
    itemGap: 16,
    itemWidth: 18,
    itemHeight: 10,
    textStyle: { ...text(drawing), color: drawing.look.ink },
    data: drawing.table.series.map((series) => series.name),
    type: lines > 3 ? "scroll" : "plain",
  };
}

export function grid(drawing: Drawing, more: Record<string, unknown> = {}): Record<string, unknown> {
  const lines = legendLines(drawing);
  const top = 16 + 24 * (lines > 3 ? 1 : lines);
  return { left: 4, right: 8, top, bottom: 4, containLabel: true, ...more };
}

export function referenceLine(drawing: Drawing, axis: "xAxis" | "yAxis"): Record<string, unknown> {
  if (!drawing.reference) return {};
  const { value, label } = drawing.reference;
  return {
    markLine: {
      silent: true,
      symbol: "none",
      lineStyle: { color: drawing.look.soft, type: "dashed", width: 1.5 },
      // Upside down, as lying charts are, an upright line starts at the top.
      label: { ...text(drawing), formatter: label, position: axis === "yAxis" ? "insideEndTop" : "start" },
      data: [{ [axis]: value }],
    },
  };
}

export type Option = EChartsCoreOption;
