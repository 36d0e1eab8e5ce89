// The analysts' pages: charts beside their tables, and filters that need no button. Without it the pages work, too.
import { drawAll, redrawAll } from "./charts";
import { savePicture } from "./picture";

document.documentElement.classList.add("scripted");

// htmx replaces the whole view; the filters that were open stay open, and so do tables.
let open: string[] = [];
document.addEventListener("htmx:beforeSwap", () => {
  open = [...document.querySelectorAll("details[open][id]")].map((details) => details.id);
});
// Not htmx:afterSwap: that happens to what is no longer in the page.
document.addEventListener("htmx:load", () => {
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  open = [];
  drawAll();
});

document.addEventListener("click", (event) => {
  const pressed = event.target instanceof Element ? event.target : null;
  const button = pressed?.closest<HTMLElement>("[data-save]");
  const figure = button?.closest<HTMLElement>("figure");
  if (button && figure) savePicture(figure, button.dataset.save === "png" ? "png" : "svg");
  if (pressed?.closest("[data-print]")) window.print();
  closeOthers(pressed);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const details of document.querySelectorAll<HTMLDetailsElement>(".filter[open]")) {
    details.open = false;
    details.querySelector("summary")?.focus();
  }
});

function closeOthers(pressed: Element | null): void {
  const around = pressed?.closest(".filter");
  for (const details of document.querySelectorAll<HTMLDetailsElement>(".filter[open]")) {
    if (details !== around) details.open = false;
  }
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redrawAll);
window.addEventListener("beforeprint", redrawAll);
drawAll();
