/** A line of a voucher as it is typed: an account, and an amount on one of its sides. */
export interface Typed {
  account: string;
  debit: string;
  credit: string;
}
export interface Line {
  account: string;
  side: "debit" | "credit";
  fen: number;
}
export interface Totals {
  debit: number;
  credit: number;
  /** What the debits are short of; below zero: what the credits are. */
  missing: number;
}
export type Fault = "account" | "amount" | "twice" | "few" | "unequal";

export const blank = (): Typed => ({ account: "", debit: "", credit: "" });

/** An amount in fen, exactly as it was typed in yuan; nothing if it is none. */
export function fenOf(text: string): number | undefined {
  const said = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text.trim().replace(/[,，]/g, ""));
  return said ? Number(said[1]) * 100 + Number(((said[2] || "") + "00").slice(0, 2)) : undefined;
}

/** What is typed for an amount in fen. */
export const typedOf = (fen: number): string => (fen / 100).toFixed(2);

/** What the lines come to so far; what is no amount yet counts nothing. */
export function totals(rows: readonly Typed[]): Totals {
  const sum = (side: "debit" | "credit"): number => rows.reduce((all, row) => all + (fenOf(row[side]) || 0), 0);
  const [debit, credit] = [sum("debit"), sum("credit")];
  return { debit, credit, missing: credit - debit };
}

/** Type into one side of a line: an amount stands on one side only. */
export function typed(row: Typed, change: Partial<Typed>): Typed {
  const after = { ...row, ...change };
  if (change.debit) after.credit = "";
  if (change.credit) after.debit = "";
  return after;
}

/** One more line, with what is missing already on the side where it is. */
export function further(rows: readonly Typed[]): Typed[] {
  const { missing } = totals(rows);
  const more = blank();
  if (missing > 0) more.debit = typedOf(missing);
  if (missing < 0) more.credit = typedOf(-missing);
  return [...rows, more];
}

const isBlank = (row: Typed): boolean => !row.account && !row.debit && !row.credit;
const written = (rows: readonly Typed[]): Typed[] => rows.filter((row) => !isBlank(row));

/** Why the lines are no entry yet; nothing if they are one. */
export function fault(rows: readonly Typed[]): Fault | undefined {
  const lines = written(rows);
  if (lines.some((row) => !row.account)) return "account";
  if (lines.some((row) => !(fenOf(row.debit || row.credit) || 0))) return "amount";
  if (new Set(lines.map((row) => row.account)).size < lines.length) return "twice";
  if (lines.length < 2) return "few";
  return totals(lines).missing === 0 ? undefined : "unequal";
}

/** The lines as the API takes them. */
export const linesOf = (rows: readonly Typed[]): Line[] =>
  written(rows).map((row) => ({
    account: row.account,
    side: row.debit ? "debit" : "credit",
    fen: fenOf(row.debit || row.credit) as number,
  }));
