// The colours and the type of the page, so that charts follow light and dark like everything else.

export interface Look {
  ink: string;
  soft: string;
  line: string;
  panel: string;
  accent: string;
  font: string;
  color(name: string): string;
}

export function lookOf(element: Element): Look {
  const style = getComputedStyle(element);
  const color = (name: string) => style.getPropertyValue(`--${name}`).trim() || style.color;
  return {
    ink: color("ink"),
    soft: color("soft"),
    line: color("line"),
    panel: color("panel"),
    accent: color("accent"),
    font: style.fontFamily,
    color,
  };
}
