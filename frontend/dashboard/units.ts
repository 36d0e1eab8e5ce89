// How the numbers at an axis read. What a figure itself reads like is the server's text in the table.

export interface Units {
  unit: string;
  currency: string;
  language: string;
}

export function axisLabel({ unit, currency, language }: Units): (value: number) => string {
  if (unit === "seconds") return (value) => duration(value, language);
  const scale = unit === "money" ? smallest(currency) : unit === "points" ? 100 : 1;
  const formats: Record<string, Intl.NumberFormatOptions> = {
    share: { style: "percent", maximumFractionDigits: 1 },
    money: currency ? { style: "currency", currency, notation: "compact" } : { notation: "compact" },
    score: { maximumFractionDigits: 2 },
  };
  const format = new Intl.NumberFormat(language, formats[unit] ?? { notation: "compact", maximumFractionDigits: 1 });
  return (value) => format.format(value * scale);
}

// Money comes in the smallest unit of its currency: cents, but whole won.
function smallest(currency: string): number {
  if (!currency) return 0.01;
  const { maximumFractionDigits } = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions();
  return 10 ** -(maximumFractionDigits ?? 2);
}

const STEPS = [
  { size: 86_400, unit: "day" },
  { size: 3600, unit: "hour" },
  { size: 60, unit: "minute" },
  { size: 1, unit: "second" },
] as const;

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
const EVEN = [1, 2, 5, 10, 15, 30, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY];

// How far apart the labels of durations up to the highest stand, so that they are whole minutes, hours or days.
export function evenSeconds(highest: number): number {
  return EVEN.find((step) => highest / step <= 5) ?? Math.ceil(highest / 5 / DAY) * DAY;
}

function duration(seconds: number, language: string): string {
  const { size, unit } = STEPS.find((step) => Math.abs(seconds) >= step.size) ?? STEPS[3];
  const options = { style: "unit", unit, unitDisplay: "narrow", maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(language, options).format(seconds / size);
}
