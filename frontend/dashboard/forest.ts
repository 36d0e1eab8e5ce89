// Each group's figure with its interval, against the figure of all.
import { categories, referenceLine, text, tips, values, type Option } from "./axes";
import type { Drawing } from "./figure";

interface Api {
  value(dimension: number): number;
  coord(point: [number, number]): [number, number];
}

export function forest(drawing: Drawing): Option {
  const { rows, series } = drawing.table;
  const cells = series[0]?.cells ?? [];
  const known = cells.flatMap((cell, place) => (cell.value === null ? [] : [{ cell, place, value: cell.value }]));
  const names = categories(drawing, { inverse: true });
  return {
    grid: { left: 4, right: 28, top: drawing.reference ? 24 : 8, bottom: 4, containLabel: true },
    yAxis: { ...names, axisLabel: { ...text(drawing), color: drawing.look.ink, interval: 0, ...room(drawing) } },
    xAxis: values(drawing, { scale: true }),
    tooltip: tips(drawing, "item", (place) => `${rows[known[place]?.place ?? 0]?.label}\n${known[place]?.cell.text}`),
    series: [
      {
        type: "custom",
        encode: { x: [0, 2, 3], y: 1 },
        data: known.map(({ cell, place, value }) => [value, place, cell.low ?? value, cell.high ?? value]),
        renderItem: (item: { dataIndex: number }, api: Api) => mark(drawing, api, rows[known[item.dataIndex]?.place ?? 0]?.tone ?? ""),
      },
      { type: "line", data: [], ...referenceLine(drawing, "xAxis") },
    ],
  };
}

function mark(drawing: Drawing, api: Api, tone: string): unknown {
  const [x, y] = api.coord([api.value(0), api.value(1)]);
  const [from] = api.coord([api.value(2), api.value(1)]);
  const [to] = api.coord([api.value(3), api.value(1)]);
  const color = drawing.look.color({ good: "good", bad: "bad" }[tone] ?? "c1");
  const line = (x1: number, y1: number, x2: number, y2: number) => ({
    type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: color, lineWidth: 2 },
  });
  // What differs is filled, what is within the noise is hollow.
  const style = { fill: tone === "good" || tone === "bad" ? color : drawing.look.panel, stroke: color, lineWidth: 2 };
  const point = { type: "circle", shape: { cx: x, cy: y, r: 5 }, style };
  return { type: "group", children: [line(from, y, to, y), line(from, y - 4, from, y + 4), line(to, y - 4, to, y + 4), point] };
}

function room({ width }: Drawing): Record<string, unknown> {
  return { width: Math.min(190, width * 0.36), overflow: "truncate" };
}
