/** Fen as people read them, in yuan: ¥1,200.50; null where nothing is known. */
export function yuan(fen: number): string;
export function yuan(fen: number | null | undefined): string | null;
export function yuan(fen: number | null | undefined): string | null {
  if (fen === null || fen === undefined) return null;
  return (fen < 0 ? "−" : "") + "¥" + (Math.abs(fen) / 100).toFixed(2).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}
