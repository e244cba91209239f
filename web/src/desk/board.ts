/** What a board counts by tier and by age: what is open and overdue now, what of the months was returned and reopened. */
export const COUNTS = ["open", "overdue", "returned", "reopened"] as const;
const TIERS = ["village", "town", "county"] as const;

interface Split {
  total: number;
  by_tier: { [tier: string]: number };
  by_age: readonly { age: string; age_name: string; matters: number }[];
}
type Told = { readonly [one in (typeof COUNTS)[number]]: Split };

/** A row for each tier from the village up, one without anything included: that there is nothing says something. */
export const byTier = (board: Told): { tier: (typeof TIERS)[number]; counts: number[] }[] =>
  TIERS.map((tier) => ({ tier, counts: COUNTS.map((one) => board[one].by_tier[tier] || 0) }));

/** A row for each age, the newest first, by the name the API gives it. */
export const byAge = (board: Told): { name: string; counts: number[] }[] =>
  board.open.by_age.map(({ age, age_name }) => ({
    name: age_name,
    counts: COUNTS.map((one) => board[one].by_age.find((other) => other.age === age)?.matters || 0),
  }));
