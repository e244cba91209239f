import { signal } from "@preact/signals";
import { api, ask, Refused, type Shape } from "../api/client.ts";
import { within } from "../offline/database.ts";
import { keep, onResult } from "../offline/outbox.ts";
import { t } from "./words.ts";

/** The round one is on: begun on this device, perhaps not known to the API yet. */
export interface Round {
  who: string;
  at: string;
  /** The operation that begins it, until the API knows it. */
  begun?: string;
  id?: string;
  findings: number;
}

export const round = signal<Round | undefined>(undefined);
const KEY = "round";

async function put(next: Round | undefined): Promise<void> {
  round.value = next;
  await within("lists", "readwrite", (store) => (next ? store.put(next, KEY) : store.delete(KEY)) as IDBRequest<unknown>);
}

/** See which round is open: the API's, or without a line the one this device knows of. */
export async function lookForRound(who: string): Promise<void> {
  const kept = await within("lists", "readonly", (store) => store.get(KEY) as IDBRequest<Round | undefined>).catch(() => undefined);
  round.value = kept?.who === who ? kept : undefined;
  if (round.value?.begun && !round.value.id) return; // not sent yet
  try {
    const open = (await ask(api.GET("/v1/patrols/open"))) as Shape<"RoundView">;
    await put({ who, at: open.began_at, id: open.id, findings: open.findings });
  } catch (fault) {
    if (!(fault instanceof Refused)) throw fault;
    if (fault.status === 404) await put(undefined);
  }
}

export async function beginRound(who: string): Promise<void> {
  const begun = await keep({ kind: "begin_round", label: t("roundBegun"), body: {} });
  await put({ who, at: new Date().toISOString(), begun, findings: 0 });
}

export async function endRound(): Promise<void> {
  const on = round.value;
  if (!on) return;
  await keep({ kind: "move_round", label: t("roundEnded"), body: { action: "end" }, ...standsOn(on) });
  await put(undefined);
}

/** What an operation of this round stands on. */
export function standsOn(on: Round): { target: string } | { after: string } {
  return on.id ? { target: on.id } : { after: on.begun as string };
}

export async function foundOnRound(): Promise<void> {
  if (round.value) await put({ ...round.value, findings: round.value.findings + 1 });
}

onResult(async (one, result) => {
  const { round: id } = result as { round?: string | null };
  if (one.kind === "begin_round" && id && round.value?.begun === one.op_id) await put({ ...round.value, id });
});
