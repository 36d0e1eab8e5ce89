// Draws every chart of the page, keeps them in size and colour, and lets the keyboard walk through them.
import { BarChart, CustomChart, HeatmapChart, LineChart, SankeyChart } from "echarts/charts";
import { GridComponent, LegendComponent, MarkLineComponent, TitleComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import { init, use, type EChartsType } from "echarts/core";
import { CanvasRenderer, SVGRenderer } from "echarts/renderers";
import type { Option } from "./axes";
import { bar, column, stack } from "./bar";
import { drawingOf, type Drawing } from "./figure";
import { forest } from "./forest";
import { heat } from "./heat";
import { line } from "./line";
import { sankey } from "./sankey";

use([
  BarChart, CustomChart, HeatmapChart, LineChart, SankeyChart, SVGRenderer, CanvasRenderer,
  GridComponent, LegendComponent, MarkLineComponent, TitleComponent, TooltipComponent, VisualMapComponent,
]);

const KINDS: Record<string, (drawing: Drawing) => Option> = { line, bar, column, stack, heat, sankey, forest };
const drawn = new Map<HTMLElement, EChartsType>();
const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) redraw(target.closest<HTMLElement>("figure[data-chart]"));
});

export function optionOf(figure: HTMLElement): Option | null {
  const drawing = drawingOf(figure);
  const make = drawing && KINDS[drawing.kind];
  return make ? { animation: false, aria: { enabled: false }, ...make(drawing) } : null;
}

export function drawAll(): void {
  for (const figure of drawn.keys()) if (!figure.isConnected) forget(figure);
  for (const figure of document.querySelectorAll<HTMLElement>("figure[data-chart]")) if (!drawn.has(figure)) draw(figure);
}

export function redrawAll(): void {
  for (const figure of drawn.keys()) redraw(figure);
}

function draw(figure: HTMLElement): void {
  const canvas = figure.querySelector<HTMLElement>(".canvas");
  const option = optionOf(figure);
  if (!canvas || !option) return;
  figure.classList.add("drawn");
  const chart = init(canvas, null, { renderer: "svg" });
  drawn.set(figure, chart);
  chart.setOption(option);
  chart.on("click", ({ dataIndex, seriesIndex }) => follow(figure, dataIndex, seriesIndex ?? 0));
  canvas.addEventListener("keydown", (event) => walk(event, figure, chart));
  canvas.addEventListener("blur", () => chart.dispatchAction({ type: "hideTip" }));
  sizes.observe(canvas);
}

function redraw(figure: HTMLElement | null): void {
  const chart = figure && drawn.get(figure);
  const option = figure && optionOf(figure);
  if (!chart || !option) return;
  chart.resize();
  chart.setOption(option, { notMerge: true });
}

function forget(figure: HTMLElement): void {
  const canvas = figure.querySelector(".canvas");
  if (canvas) sizes.unobserve(canvas);
  drawn.get(figure)?.dispose();
  drawn.delete(figure);
}

// A point of a chart leads where its row in the table does.
function follow(figure: HTMLElement, place: number, series: number): void {
  const { table, kind } = drawingOf(figure) ?? {};
  const cell = kind === "heat" ? null : (table?.series[series]?.cells[place] ?? table?.series[0]?.cells[place]);
  if (cell?.link) location.assign(cell.link);
}

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

// Arrow keys go from one row of the table to the next; it is shown at the chart and read out.
function walk(event: KeyboardEvent, figure: HTMLElement, chart: EChartsType): void {
  const step = STEPS[event.key];
  const drawing = drawingOf(figure);
  if (!step || !drawing?.table.rows.length) return;
  event.preventDefault();
  const count = drawing.table.rows.length;
  const before = Number(figure.dataset.place ?? (step > 0 ? -1 : 0));
  const place = (before + step + count) % count;
  figure.dataset.place = String(place);
  chart.dispatchAction({ type: "showTip", seriesIndex: 0, dataIndex: place });
  const spoken = figure.querySelector(".spoken");
  if (spoken) spoken.textContent = inWords(drawing, place);
}

function inWords({ table }: Drawing, place: number): string {
  const figures = table.series.map((series) => `${series.name} ${series.cells[place]?.text ?? ""}`);
  return [table.rows[place]?.label, table.rows[place]?.to, ...figures].filter(Boolean).join(", ");
}
