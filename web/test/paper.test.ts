import assert from "node:assert/strict";
import { test } from "node:test";
import { paperBody, paperForm } from "../src/desk/enforcement/paper-form.ts";

const paper = {
  code: "service_receipt",
  items: [{ field: "received_by", name: "受送达人" }],
  fields: [
    { name: "refusal", required: false, columns: null },
    { name: "papers", required: true, columns: ["name", "place"] },
    { name: "received_by", required: true, columns: null },
  ],
};

test("a paper asks first for what it must hold, in the law's words where it has some", () => {
  const { fields } = paperForm(paper);

  assert.deepEqual(fields.map((one) => [one.name, one.label?.[0], one.kind]), [
    ["received_by", "受送达人", "long"],
    ["papers", "送达的文书", "rows"],
    ["refusal", "拒绝签收或不在场的情况", "long"],
  ]);
});

test("the rows of a paper are numbered by themselves", () => {
  assert.deepEqual(paperForm(paper).fields[1]?.fields?.map((one) => one.name), ["name"]);
  assert.deepEqual(paperBody(paper, { received_by: "张三", papers: [{ name: "决定书" }, { name: "告知书" }] }), {
    form: "service_receipt",
    texts: { received_by: "张三" },
    lists: { papers: [{ name: "决定书", place: "1" }, { name: "告知书", place: "2" }] },
  });
});
