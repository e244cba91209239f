/** Hours of a machine, as somebody books them at a phone: days and clock times of Beijing. */

import { clock, day } from "../../ui/time.ts";

export interface Span {
  begins_at: string;
  ends_at: string;
}

const A_DAY = 86_400_000;

/** A clock time of a day as a moment. */
export const moment = (on: string, at: string): string => on + "T" + at + ":00+08:00";

/** So many days from one on. */
export function days(from: string, many: number): string[] {
  const first = Date.parse(moment(from, "00:00"));
  return Array.from({ length: many }, (_, number) => day(new Date(first + number * A_DAY).toISOString()));
}

/** The hours of a day that are given away, as clock times; what goes on over midnight ends with the day. */
export function takenOn(on: string, spans: readonly Span[]): [string, string][] {
  const begins = Date.parse(moment(on, "00:00"));
  const ends = begins + A_DAY;
  return spans
    .filter((one) => Date.parse(one.begins_at) < ends && Date.parse(one.ends_at) > begins)
    .map((one): [string, string] => [
      Date.parse(one.begins_at) <= begins ? "00:00" : clock(one.begins_at),
      Date.parse(one.ends_at) >= ends ? "24:00" : clock(one.ends_at),
    ])
    .sort();
}

/** Whether somebody has the machine in some hours of a day. */
export const overlaps = (on: string, from: string, to: string, spans: readonly Span[]): boolean =>
  takenOn(on, spans).some(([begins, ends]) => begins < to && from < ends);

/** Which day of the week, in two languages, from a day. */
export function weekday(on: string): readonly [zh: string, en: string] {
  const number = new Date(moment(on, "12:00")).getUTCDay();
  return WEEKDAYS[number] as readonly [string, string];
}

const WEEKDAYS = [
  ["周日", "Sun"],
  ["周一", "Mon"],
  ["周二", "Tue"],
  ["周三", "Wed"],
  ["周四", "Thu"],
  ["周五", "Fri"],
  ["周六", "Sat"],
] as const;
