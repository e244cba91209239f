import { signal } from "@preact/signals";
import { api, ask, Refused, type Shape } from "../api/client.ts";
import { within } from "./database.ts";

export type Incident = Shape<"IncidentView">;

interface Kept {
  id: string;
  incident: Incident;
}
interface Mark {
  who: string;
  cursor: string;
  at: string;
}

/** Open incidents that the caller may act on, as they were when last asked. */
export const copies = signal<Incident[]>([]);
/** When they were; undefined: never. */
export const copiedAt = signal<string | undefined>(undefined);
/** Why they could not be asked anew. */
export const notCopied = signal<Refused | undefined>(undefined);

const MARK = "copies";

/** Bring the copies up to date: what changed since last time, however often that is told. */
export async function pull(who: string): Promise<void> {
  const mark = await within("lists", "readonly", (store) => store.get(MARK) as IDBRequest<Mark | undefined>).catch(() => undefined);
  try {
    let cursor = mark?.who === who ? mark.cursor : undefined;
    if (!cursor) await within("copies", "readwrite", (store) => store.clear());
    for (let more = true; more; ) {
      const told = await ask(api.GET("/v1/sync", { params: { query: { limit: 50, ...(cursor && { cursor }) } } }));
      await take(told);
      cursor = told.next_cursor;
      more = told.more;
      const next: Mark = { who, cursor, at: new Date().toISOString() };
      await within("lists", "readwrite", (store) => store.put(next, MARK));
    }
    notCopied.value = undefined;
  } catch (fault) {
    if (!(fault instanceof Refused)) throw fault;
    notCopied.value = fault;
  }
  await look(who);
}

async function take(told: Shape<"PullAnswer">): Promise<void> {
  await within("copies", "readwrite", (store) => {
    if (told.reset) store.clear();
    for (const { id, gone, incident } of told.items) {
      if (gone || !incident) store.delete(id);
      else store.put({ id, incident } satisfies Kept);
    }
  });
}

async function look(who: string): Promise<void> {
  const mark = await within("lists", "readonly", (store) => store.get(MARK) as IDBRequest<Mark | undefined>).catch(() => undefined);
  if (mark?.who !== who) return;
  const kept = await within("copies", "readonly", (store) => store.getAll() as IDBRequest<Kept[]>);
  copies.value = kept.map((one) => one.incident).sort((one, other) => (one.due_at || "9").localeCompare(other.due_at || "9"));
  copiedAt.value = mark.at;
}
