// Building elements: text only ever becomes text nodes, so nothing anybody wrote can become markup.

type Attributes = Record<string, string>;

export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** A line drawing of 24 by 24 from the data of its paths. */
export function icon(...paths: string[]): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  for (const data of paths) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", data);
    svg.append(path);
  }
  return svg;
}

export const icons = {
  chat: () => icon("M20 11.5a7.5 7.5 0 0 1-7.5 7.5H5l1.6-3A7.5 7.5 0 1 1 20 11.5z", "M9 10h7M9 13.5h4.5"),
  down: () => icon("M6 9.5l6 6 6-6"),
  close: () => icon("M6.5 6.5l11 11M17.5 6.5l-11 11"),
  send: () => icon("M12 19V5.5M6 11.5l6-6 6 6"),
};
