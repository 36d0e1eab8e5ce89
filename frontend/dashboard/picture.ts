// A chart as a file. Both are drawn anew, large and with their title, so that they can stand alone.
import { init } from "echarts/core";
import { optionOf } from "./charts";
import { lookOf } from "./look";

const WIDTH = 960;
const HEIGHT = 540;
const HEAD = 56;

export function savePicture(figure: HTMLElement, format: "svg" | "png"): void {
  const option = optionOf(figure);
  if (!option) return;
  const place = document.createElement("div");
  const chart = init(place, null, { renderer: format === "svg" ? "svg" : "canvas", width: WIDTH, height: HEIGHT, devicePixelRatio: 2 });
  const look = lookOf(figure);
  const words = { color: look.ink, fontFamily: look.font };
  const title = figure.querySelector(".chart-title")?.textContent?.trim() ?? "";
  const says = figure.querySelector(".says")?.textContent?.trim() ?? "";
  chart.setOption({
    backgroundColor: look.panel,
    ...lower(option),
    title: { text: title, subtext: says, left: 8, top: 4, textStyle: { ...words, fontSize: 16 }, subtextStyle: { ...words, width: WIDTH - 40, overflow: "truncate" } },
  });
  const content = format === "svg" ? svg(chart.renderToSVGString()) : png(chart.getDataURL({ type: "png", pixelRatio: 2 }));
  chart.dispose();
  download(content, `${figure.id || "chart"}.${format}`);
}

// Room for the title above whatever the chart has at its top.
function lower(option: Record<string, unknown>): Record<string, unknown> {
  const down = (part: unknown) => {
    const { top, ...rest } = part as { top?: number };
    return { ...rest, top: (top ?? 0) + HEAD };
  };
  const { grid, legend, series } = option;
  const kinds = Array.isArray(series) ? series.map((one) => (one.type === "sankey" ? down(one) : one)) : series;
  return { ...option, ...(grid ? { grid: down(grid) } : {}), ...(legend ? { legend: down(legend) } : {}), series: kinds };
}

function svg(text: string): Blob {
  return new Blob([text], { type: "image/svg+xml" });
}

function png(address: string): Blob {
  const bytes = Uint8Array.from(atob(address.slice(address.indexOf(",") + 1)), (letter) => letter.charCodeAt(0));
  return new Blob([bytes], { type: "image/png" });
}

function download(content: Blob, name: string): void {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(content), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
