import type { Ballot, Hidden } from "./blind.ts";

/**
 * What this device keeps of somebody's secret ballot: the hidden number before it is sent, so that an answer that got lost is asked for
 * again; the signed one until it is cast; afterwards the receipt alone, which says nothing of the choice.
 */
export interface Kept {
  hidden?: Hidden;
  ballot?: Ballot;
  receipt?: string;
}

const place = (vote: string, voter: string): string => `ballot ${vote} ${voter}`;

export function keptBallot(vote: string, voter: string): Kept {
  try {
    return JSON.parse(localStorage.getItem(place(vote, voter)) || "{}") as Kept;
  } catch {
    return {}; // a browser that keeps nothing, or something else of that name
  }
}

/** False: this browser keeps nothing, and a ballot taken here would be lost. */
export function keepBallot(vote: string, voter: string, kept: Kept): boolean {
  const said = JSON.stringify(kept);
  try {
    localStorage.setItem(place(vote, voter), said);
    return localStorage.getItem(place(vote, voter)) === said;
  } catch {
    return false;
  }
}
