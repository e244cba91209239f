import assert from "node:assert/strict";
import { test } from "node:test";
import { A_BATCH, batch, fits, following, operation, settled, shown, type Kept } from "../src/offline/plan.ts";

const photo = { id: "p", blob: new Blob(["x"]), kind: "before" as const };

function kept(op_no: number, more: Partial<Kept> = {}): Kept {
  return {
    op_no,
    op_id: "op-" + op_no,
    who: "worker",
    kind: "report",
    label: "井盖",
    done_at: "2026-11-23T01:40:00Z",
    body: { description: "井盖" },
    photos: [],
    state: "waiting",
    ...more,
  };
}

test("what was done first goes first, and nobody else's goes", () => {
  const going = batch([kept(3), kept(1), kept(2, { who: "other" })], "worker");

  assert.deepEqual(going.map((one) => one.op_no), [1, 3]);
});

test("a slow line does not have to carry everything at once", () => {
  const many = Array.from({ length: A_BATCH + 5 }, (_, at) => kept(at));

  assert.equal(batch(many, "worker").length, A_BATCH);
});

test("what stands on something refused waits, whatever stands on that too, and the rest goes", () => {
  const rows = [kept(1, { state: "refused" }), kept(2, { after: "op-1" }), kept(3, { after: "op-2" }), kept(4)];

  assert.deepEqual(batch(rows, "worker").map((one) => one.op_no), [4]);
  assert.deepEqual(following(rows, "op-1").map((one) => one.op_no), [2, 3]);
});

for (const outcome of ["applied", "replayed"] as const)
  test(`an operation that was ${outcome} leaves the device, and one with photos stays until they are there`, () => {
    const result = { op_id: "op-1", outcome, incident: "i-1" };

    assert.equal(settled(kept(1), result), null);
    const left = settled(kept(1, { photos: [photo] }), result);
    assert.deepEqual([left?.state, left?.thing], ["photos", "i-1"]);
    assert.deepEqual(batch([left as Kept], "worker"), []);
  });

test("what is refused stays with the words of the API and is not sent again as it is", () => {
  const refused = settled(kept(1), { op_id: "op-1", outcome: "refused", problem: { detail: "类别不存在" } });

  assert.deepEqual([refused?.state, refused?.problem?.detail], ["refused", "类别不存在"]);
  assert.deepEqual(batch([refused as Kept], "worker"), []);
});

test("what the API could not try now is sent again as it is", () => {
  const one = kept(1);

  assert.equal(settled(one, { op_id: "op-1", outcome: "later" }), one);
});

test("what needs the person stands on top", () => {
  const rows = [kept(1), kept(2, { state: "conflict" }), kept(3)];

  assert.deepEqual(shown(rows, "worker").map((one) => one.op_no), [2, 1, 3]);
});

test("an operation is sent with what it needs and nothing of the device's own", () => {
  const sent = operation(kept(7, { target: "i-1", version: 3, photos: [photo], state: "held" }));

  assert.deepEqual(sent, { op_no: 7, op_id: "op-7", kind: "report", target: "i-1", version: 3, body: { description: "井盖" } });
});

test("there has to be room for what is kept and some to spare", () => {
  assert.equal(fits(1_000_000, { usage: 0, quota: 2_500_000 }), false);
  assert.equal(fits(1_000_000, { usage: 0, quota: 3_500_000 }), true);
  assert.equal(fits(1_000_000, {}), true);
});
