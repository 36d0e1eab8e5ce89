// Two things crossed: hours by days of the week, cohorts by their age. The darker, the more.
import { categories, text, tips, type Option } from "./axes";
import type { Drawing } from "./figure";

export function heat(drawing: Drawing): Option {
  const { rows, series } = drawing.table;
  const cells = series.flatMap((one, x) => one.cells.map((cell, y) => ({ cell, x, y })));
  const known = cells.flatMap(({ cell, x, y }) => (cell.value === null ? [] : [{ value: [x, y, cell.value] }]));
  const highest = Math.max(0, ...known.map(({ value }) => value[2] ?? 0));
  const labels = drawing.width / Math.max(1, series.length) > 46;
  return {
    grid: { left: 4, right: 8, top: 4, bottom: 4, containLabel: true },
    xAxis: categories(drawing, { data: series.map((one) => one.name), position: "top", axisLabel: { ...text(drawing), interval: series.length > 14 ? 2 : 0 } }),
    yAxis: categories(drawing, { data: rows.map((row) => row.label), inverse: true }),
    visualMap: {
      show: false,
      min: 0,
      max: highest || 1,
      inRange: { color: [0, 1, 2, 3, 4].map((step) => drawing.look.color(`heat-${step}`)) },
    },
    tooltip: tips(drawing, "item", (place) => {
      const [x, y] = known[place]?.value ?? [];
      return `${rows[y ?? 0]?.label}, ${series[x ?? 0]?.name}: ${series[x ?? 0]?.cells[y ?? 0]?.text}`;
    }),
    series: [
      {
        type: "heatmap",
        data: known.map(({ value }) => ({ value, label: { color: ink(drawing, (value[2] ?? 0) / (highest || 1)) } })),
        itemStyle: { borderColor: drawing.look.panel, borderWidth: 2, borderRadius: 3 },
        emphasis: { disabled: true },
        label: {
          show: labels,
          ...text(drawing),
          formatter: ({ value: [x, y] }: { value: [number, number] }) => series[x]?.cells[y]?.text ?? "",
        },
      },
    ],
  };
}

function ink({ look }: Drawing, strength: number): string {
  return look.color(strength > 0.55 ? "on-heat" : "ink");
}
