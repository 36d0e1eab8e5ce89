// How the numbers at an axis read. What a figure itself reads like is the server's text in the table.

export interface Units {
  unit: string;
  currency: string;
  language: string;
}

export function axisLabel({ unit, currency, language }: Units): (value: number) => string {
  if (unit === "seconds") return (value) => duration(value, language);
  const scale = SCALES[unit] ?? 1;
  const formats: Record<string, Intl.NumberFormatOptions> = {
    share: { style: "percent", maximumFractionDigits: 1 },
    money: currency ? { style: "currency", currency, notation: "compact" } : { notation: "compact" },
    score: { maximumFractionDigits: 2 },
  };
  const format = new Intl.NumberFormat(language, formats[unit] ?? { notation: "compact", maximumFractionDigits: 1 });
  return (value) => format.format(value * scale);
}

// Money comes in the smallest unit of its currency, scores as parts of one.
const SCALES: Record<string, number> = { money: 0.01, points: 100 };

const STEPS = [
  { size: 86_400, unit: "day" },
  { size: 3600, unit: "hour" },
  { size: 60, unit: "minute" },
  { size: 1, unit: "second" },
] as const;

function duration(seconds: number, language: string): string {
  const { size, unit } = STEPS.find((step) => Math.abs(seconds) >= step.size) ?? STEPS[3];
  const options = { style: "unit", unit, unitDisplay: "narrow", maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(language, options).format(seconds / size);
}
