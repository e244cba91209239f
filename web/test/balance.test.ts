import assert from "node:assert/strict";
import { test } from "node:test";
import { blank, fault, fenOf, further, linesOf, totals, typed } from "../src/desk/economy/balance.ts";

const row = (account: string, debit: string, credit: string) => ({ account, debit, credit });

test("yuan become fen exactly, and what is no amount is none", () => {
  assert.deepEqual(
    ["0.07", "19.9", "1,234.56", "8", "", "1.005", "-3", "abc"].map(fenOf),
    [7, 1990, 123456, 800, undefined, undefined, undefined, undefined],
  );
});

test("while one types it is said what is missing on which side", () => {
  assert.deepEqual(totals([row("102", "300.00", ""), row("501", "", "200")]), { debit: 30000, credit: 20000, missing: -10000 });
  assert.equal(totals([row("102", "0.10", ""), row("102", "0.20", ""), row("501", "", "0.30")]).missing, 0);
});

test("a further line begins with what is missing", () => {
  assert.deepEqual(further([row("102", "300", "")]).pop(), row("", "", "300.00"));
  assert.deepEqual(further([row("501", "", "12.5")]).pop(), row("", "12.50", ""));
  assert.deepEqual(further([]).pop(), blank());
});

test("an amount stands on one side of a line", () => {
  assert.deepEqual(typed(row("102", "3", ""), { credit: "4" }), row("102", "", "4"));
  assert.deepEqual(typed(row("102", "3", ""), { account: "501" }), row("501", "3", ""));
});

test("lines are an entry once each has an account of its own and an amount, and both sides come to the same", () => {
  assert.equal(fault([row("", "1", "")]), "account");
  assert.equal(fault([row("102", "", ""), row("501", "", "1")]), "amount");
  assert.equal(fault([row("102", "0", ""), row("501", "", "1")]), "amount");
  assert.equal(fault([row("102", "1", ""), row("102", "", "1")]), "twice");
  assert.equal(fault([blank()]), "few");
  assert.equal(fault([row("102", "1", ""), row("501", "", "2")]), "unequal");
  assert.equal(fault([row("102", "1", ""), row("501", "", "1"), blank()]), undefined);
});

test("blank lines are not sent", () => {
  assert.deepEqual(linesOf([row("102", "10.50", ""), blank(), row("501", "", "10.5")]), [
    { account: "102", side: "debit", fen: 1050 },
    { account: "501", side: "credit", fen: 1050 },
  ]);
});
