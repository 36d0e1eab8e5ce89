// Where customers went from where. The journey has circles, so each stage stands on both sides.
import { text, tips, type Option } from "./axes";
import type { Drawing } from "./figure";

export function sankey(drawing: Drawing): Option {
  const { rows, series } = drawing.table;
  const flows = rows.flatMap((row, place) => {
    const cell = series[0]?.cells[place];
    return cell?.value ? [{ row, cell, value: cell.value }] : [];
  });
  const sides = [["from", "insideLeft"], ["to", "insideRight"]] as const;
  const names = (side: "from" | "to") => [...new Set(flows.map(({ row }) => (side === "from" ? row.label : row.to)))];
  const order = [...new Set([...names("from"), ...names("to")])];
  return {
    tooltip: tips(drawing, "item", (place) => {
      const flow = flows[place];
      return flow ? `${flow.row.label} → ${flow.row.to}: ${flow.cell.text}` : "";
    }),
    series: [
      {
        type: "sankey",
        left: 4,
        right: 4,
        top: 14,
        bottom: 14,
        nodeGap: 18,
        nodeWidth: 14,
        draggable: false,
        layoutIterations: 0,
        emphasis: { focus: "adjacency" },
        data: sides.flatMap(([side, position]) =>
          names(side).map((name) => ({
            name: `${side}:${name}`,
            itemStyle: { color: drawing.look.color(`c${(order.indexOf(name) % 7) + 1}`) },
            label: {
              position: position === "insideLeft" ? "right" : "left",
              formatter: name,
              ...text(drawing),
              color: drawing.look.ink,
            },
          })),
        ),
        links: flows.map(({ row, value }) => ({ source: `from:${row.label}`, target: `to:${row.to}`, value })),
        lineStyle: { color: "source", opacity: 0.32 },
      },
    ],
  };
}
