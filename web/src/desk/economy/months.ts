/** The years whose sheets can be asked for, the latest first. */
export function years(today: string): string[] {
  const now = Number(today.slice(0, 4));
  return [0, 1, 2, 3, 4].map((back) => String(now - back));
}

/** The months of a year that have begun. */
export function monthsOf(year: string, today: string): string[] {
  const begun = year < today.slice(0, 4) ? 12 : Number(today.slice(5, 7));
  return Array.from({ length: begun }, (_, at) => ("0" + (at + 1)).slice(-2));
}

/** The month a page is about: the one asked for, else the present one; none that has not begun. */
export function monthOf(asked: string | null, today: string): string {
  const now = today.slice(0, 7);
  return asked && /^20\d\d-(0[1-9]|1[0-2])$/.test(asked) && asked <= now ? asked : now;
}

/** The last day of a month. */
export function lastDay(month: string): string {
  const [year, which] = month.split("-").map(Number) as [number, number];
  return month + "-" + new Date(Date.UTC(year, which, 0)).getUTCDate();
}
