/** What the outbox holds, and what becomes of it; nothing here knows of a browser. */

export interface Photo {
  id: string;
  blob: Blob;
  kind: "before" | "after" | "other";
}

/** What one operation is doing now: to be sent, sent with photos to follow, or waiting for the person. */
export type State = "waiting" | "photos" | "refused" | "conflict" | "held";

export interface Problem {
  detail?: string | null;
  title?: string | null;
  errors?: { field: string; message: string }[] | null;
}

/** One operation as it is kept: `op_id` is the button's and never changes, `op_no` says in which order things were done. */
export interface Kept {
  op_no: number;
  op_id: string;
  who: string;
  kind: string;
  label: string;
  done_at: string;
  body: Record<string, unknown>;
  target?: string;
  after?: string;
  version?: number;
  photos: Photo[];
  state: State;
  /** What the photos belong to, once it is known. */
  thing?: string;
  problem?: Problem;
}

/** What the API says became of an operation. */
export interface Result {
  op_id: string | null;
  outcome: "applied" | "replayed" | "conflict" | "refused" | "not_tried" | "later";
  incident?: string | null;
  hazard?: string | null;
  problem?: Problem | null;
  because?: string | null;
}

/** How many operations go at once: a slow line should not have to carry everything before anything counts. */
export const A_BATCH = 20;

/** What is to be sent now for somebody, in order; what stands on something refused waits until that is settled. */
export function batch(kept: readonly Kept[], who: string): Kept[] {
  const own = inOrder(kept.filter((one) => one.who === who));
  const stuck = new Set(own.filter(isStuck).map((one) => one.op_id));
  const ready: Kept[] = [];
  for (const one of own) {
    if (one.state !== "waiting" && one.state !== "held") continue;
    if (one.after && stuck.has(one.after)) stuck.add(one.op_id);
    else ready.push(one);
  }
  return ready.slice(0, A_BATCH);
}

/** What is kept of an operation after its result was read; null: nothing. */
export function settled(one: Kept, result: Result): Kept | null {
  switch (result.outcome) {
    case "applied":
    case "replayed": {
      const thing = result.incident || result.hazard;
      return one.photos.length && thing ? { ...one, state: "photos", thing } : null;
    }
    case "conflict":
    case "refused":
      return { ...one, state: result.outcome, ...(result.problem && { problem: result.problem }) };
    case "not_tried":
      return { ...one, state: "held" };
    default:
      return one;
  }
}

/** Operations that stand on one, directly or not. */
export function following(kept: readonly Kept[], op_id: string): Kept[] {
  const found = kept.filter((one) => one.after === op_id);
  return [...found, ...found.flatMap((one) => following(kept, one.op_id))];
}

/** As people should see them: what needs them first, then in order. */
export function shown(kept: readonly Kept[], who: string): Kept[] {
  const own = inOrder(kept.filter((one) => one.who === who));
  return [...own.filter(isStuck), ...own.filter((one) => !isStuck(one))];
}

export const isStuck = (one: Kept): boolean => one.state === "refused" || one.state === "conflict";

/** The operation as the API takes it. */
export function operation(one: Kept): Record<string, unknown> {
  return {
    op_no: one.op_no,
    op_id: one.op_id,
    kind: one.kind,
    ...(one.target && { target: one.target }),
    ...(one.after && { after: one.after }),
    ...(one.version !== undefined && { version: one.version }),
    body: one.body,
  };
}

/** Whether there is room for so many bytes more, and some to spare; a browser that does not tell is believed to have it. */
export function fits(bytes: number, room: { usage?: number; quota?: number }): boolean {
  if (!room.quota) return true;
  return room.quota - (room.usage || 0) > bytes + 2_000_000;
}

function inOrder(kept: readonly Kept[]): Kept[] {
  return [...kept].sort((one, other) => one.op_no - other.op_no);
}
