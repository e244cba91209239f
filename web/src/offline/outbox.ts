import { computed, signal } from "@preact/signals";
import { api, ask, newKey, Refused, type Shape } from "../api/client.ts";
import { me } from "../session/me.ts";
import { beforeSignOut, signedIn } from "../session/session.ts";
import { putFile } from "./bucket.ts";
import { within } from "./database.ts";
import { batch, fits, following, isStuck, operation, settled, shown, type Kept, type Photo, type Result } from "./plan.ts";
import { t } from "./words.ts";

/** How often to try again while anything waits: `online` does not always come. */
const AGAIN = 15_000;

const all = signal<Kept[]>([]);
/** What is not sent yet, or needs the person; what needs the person first. */
export const outbox = computed(() => shown(all.value, me.value?.person_id || ""));
export const stuck = computed(() => outbox.value.filter(isStuck).length);

/** What has arrived since the page was opened, with what the API says of it. */
export interface Arrived {
  op_id: string;
  label: string;
  code?: string;
  text?: string;
}
export const arrived = signal<Arrived[]>([]);

/** What somebody does without a line: kept on this device first, sent afterwards. */
export interface Deed {
  kind: string;
  label: string;
  body: Record<string, unknown>;
  target?: string;
  after?: string;
  version?: number;
  photos?: Photo[];
  /** The refused operation it stands for now. */
  instead?: Kept;
}

/** There is no room on the device, or it keeps nothing: what was typed stays where it is. */
export class NotKept extends Error {}

/**
 * Keep an operation on this device; it is sent as soon as there is a line. Returns its `op_id`.
 * Throws `NotKept` if the device did not take it.
 */
export async function keep({ instead, photos = [], ...deed }: Deed): Promise<string> {
  const bytes = photos.reduce((sum, photo) => sum + photo.blob.size, 0);
  if (!fits(bytes, (await navigator.storage?.estimate?.()) || {})) throw new NotKept(t("noRoom"));
  const row = { ...deed, photos, op_id: newKey(), who: me.value?.person_id || "", done_at: new Date().toISOString(), state: "waiting" };
  try {
    await within("outbox", "readwrite", (store) => store.add(row));
  } catch {
    throw new NotKept(t("notKept"));
  }
  void navigator.storage?.persist?.();
  if (instead) await replaced(instead, row.op_id);
  await look();
  void send();
  return row.op_id;
}

/** What stood on a refused operation stands on the one that took its place. */
async function replaced(old: Kept, op_id: string): Promise<void> {
  for (const one of await read()) if (one.after === old.op_id) await put({ ...one, after: op_id, state: "waiting" });
  await remove(old);
}

/** Let an operation go, with everything that stands on it. */
export async function letGo(one: Kept): Promise<void> {
  for (const each of [one, ...following(await read(), one.op_id)]) await remove(each);
  await look();
}

/** Send what waits, in order; whatever happens on the way, what was not answered stays. */
export async function send(): Promise<void> {
  if (signedIn.value !== "yes" || !me.value) return;
  try {
    await alone(() => sendAll(me.value?.person_id || ""));
  } catch (fault) {
    if (!(fault instanceof Refused)) throw fault; // no line, or to sign in again: everything is still here
  } finally {
    await look();
  }
}

async function sendAll(who: string): Promise<void> {
  for (let progress = true; progress; ) {
    const going = batch(await read(), who);
    if (!going.length) break;
    const body = { operations: going.map(operation) } as unknown as Shape<"PushOperations">;
    const { results } = await ask(api.POST("/v1/sync", { body }));
    progress = false;
    for (const result of results as Result[]) {
      const one = going.find((each) => each.op_id === result.op_id);
      if (!one) continue;
      const after = settled(one, result);
      progress ||= after !== one && after?.state !== "held";
      if (after) await put(after);
      else await remove(one);
      if (!after || after.state === "photos") tell(one, result);
      for (const listener of listeners) await listener(one, result);
    }
    await look();
  }
  for (const one of await read()) if (one.who === who && one.state === "photos") await sendPhotos(one);
}

/** The report has arrived long before; each photo goes on its own. */
async function sendPhotos(one: Kept): Promise<void> {
  let left = one.photos;
  for (const photo of one.photos) {
    try {
      await upload(one, photo);
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault;
      if (fault.status === 0 || fault.status === 401 || fault.status === 429 || fault.status >= 500) throw fault;
      await put({ ...one, photos: left, state: "refused", problem: { detail: fault.message } });
      return;
    }
    left = left.filter((each) => each.id !== photo.id);
    await put({ ...one, photos: left });
  }
  await remove(one);
}

async function upload(one: Kept, photo: Photo): Promise<void> {
  const body = { kind: photo.kind, content_type: "image/jpeg", size: photo.blob.size } as Shape<"AnnounceMedia">;
  const headers = { "Idempotency-Key": photo.id };
  const thing = one.thing as string;
  const announced =
    one.kind === "hazard_finding"
      ? await ask(api.POST("/v1/media/hazards/{finding_id}", { params: { path: { finding_id: thing } }, body, headers }))
      : await ask(api.POST("/v1/media/incidents/{incident_id}", { params: { path: { incident_id: thing } }, body, headers }));
  await putFile(announced.upload, photo.blob, t("photoWaits"));
}

function tell(one: Kept, result: Result): void {
  const { answer } = result as { answer?: { case_code?: string; receipt?: { text?: string } } | null };
  const said: Arrived = { op_id: one.op_id, label: one.label };
  if (answer?.case_code) said.code = answer.case_code;
  if (answer?.receipt?.text) said.text = answer.receipt.text;
  arrived.value = [said, ...arrived.value.filter((each) => each.op_id !== one.op_id)].slice(0, 20);
}

type Listener = (one: Kept, result: Result) => Promise<void> | void;
const listeners: Listener[] = [];
/** Hear what became of each operation. */
export const onResult = (listener: Listener): unknown => listeners.push(listener);

/** Two tabs that send at once would do no harm, but twice the work on a slow line. */
async function alone(work: () => Promise<void>): Promise<void> {
  const locks = navigator.locks as LockManager | undefined;
  if (!locks) return work();
  await locks.request("sizhi-outbox", { ifAvailable: true }, (lock) => (lock ? work() : undefined));
}

const read = (): Promise<Kept[]> => within("outbox", "readonly", (store) => store.getAll() as IDBRequest<Kept[]>);
const put = (one: Kept): Promise<unknown> => within("outbox", "readwrite", (store) => store.put(one));
const remove = (one: Kept): Promise<unknown> => within("outbox", "readwrite", (store) => store.delete(one.op_no));

async function look(): Promise<void> {
  all.value = await read().catch(() => []);
}

let begun = false;
/** Follow the line from now on: try at once, when it comes back, when the page is looked at, and while anything waits. */
export function follow(): void {
  if (begun) return;
  begun = true;
  const goOn = (): void => void send();
  addEventListener("online", goOn);
  document.addEventListener("visibilitychange", () => document.hidden || goOn());
  setInterval(() => outbox.value.some((one) => !isStuck(one)) && goOn(), AGAIN);
  beforeSignOut.push(() => Promise.resolve(!outbox.value.length || confirm(t("unsent", { n: outbox.value.length }))));
  me.subscribe((who) => void (who ? send() : look()));
}
