import type { Language } from "./language.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const BEIJING = 8 * HOUR;

const two = (number: number): string => ("0" + number).slice(-2);

/** A moment as people here read it, in Beijing time: 2026-11-23 09:40. */
export function moment(iso: string): string {
  return day(iso) + " " + clock(iso);
}

export function day(iso: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(iso)) return iso;
  const there = new Date(new Date(iso).getTime() + BEIJING);
  return there.getUTCFullYear() + "-" + two(there.getUTCMonth() + 1) + "-" + two(there.getUTCDate());
}

export function clock(iso: string): string {
  const there = new Date(new Date(iso).getTime() + BEIJING);
  return two(there.getUTCHours()) + ":" + two(there.getUTCMinutes());
}

/** A length of time in its largest unit: 3 小时, 2 天. */
export function length(milliseconds: number, language: Language): string {
  const whole = Math.abs(milliseconds);
  const [count, zh, en] =
    whole < MINUTE
      ? [Math.round(whole / SECOND), "秒", "s"]
      : whole < HOUR
        ? [Math.round(whole / MINUTE), "分钟", "min"]
        : whole < 2 * DAY
          ? [Math.round(whole / HOUR), "小时", "h"]
          : [Math.round(whole / DAY), "天", "days"];
  return language === "zh" ? count + " " + zh : count + " " + en;
}

export type Urgency = "late" | "soon" | "fine";

/** How near a limit is: past, within a day, or later. */
export function urgency(due: string, now: number): Urgency {
  const left = new Date(due).getTime() - now;
  return left < 0 ? "late" : left < DAY ? "soon" : "fine";
}

export function left(due: string, now: number, language: Language): string {
  const until = new Date(due).getTime() - now;
  const said = length(until, language);
  if (language === "zh") return until < 0 ? "已逾期 " + said : "还剩 " + said;
  return until < 0 ? said + " overdue" : said + " left";
}
