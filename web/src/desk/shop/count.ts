/** What the shelf should hold by the books: what is left and what is set aside. */
export const shouldBe = (goods: { stock: number; held: number }): number => goods.stock + goods.held;

/** By how much the shelf differs from the books; nothing while no whole number is typed. */
export function difference(typed: string, goods: { stock: number; held: number }): number | undefined {
  return /^\d{1,6}$/.test(typed.trim()) ? Number(typed) - shouldBe(goods) : undefined;
}

/** The months that are over and may be settled, the latest first. */
export function overMonths(today: string, settled: readonly string[]): string[] {
  const [year, month] = today.split("-").map(Number) as [number, number];
  const over = Array.from({ length: 12 }, (_, back) => {
    const at = year * 12 + (month - 1) - (back + 1);
    return Math.floor(at / 12) + "-" + ("0" + ((at % 12) + 1)).slice(-2);
  });
  return over.filter((one) => !settled.includes(one));
}

/** How a movement changes what is left: goods set aside leave, what is handed over was set aside before. */
export function signed(kind: string, quantity: number): string {
  if (kind === "hand_over") return String(quantity);
  const change = kind === "hold" ? -quantity : quantity;
  return (change > 0 ? "+" : change < 0 ? "−" : "") + Math.abs(change);
}
