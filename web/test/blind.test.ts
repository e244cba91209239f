import assert from "node:assert/strict";
import { constants, createHash, generateKeyPairSync, verify } from "node:crypto";
import { test } from "node:test";
import { fingerprint, hide, receiptOf, unhide, verified } from "../src/resident/blind.ts";

const office = generateKeyPairSync("rsa", { modulusLength: 2048 });
const jwk = office.privateKey.export({ format: "jwk" });
const number = (text: string | undefined): bigint => BigInt("0x" + Buffer.from(text as string, "base64url").toString("hex"));
const n = number(jwk.n);
const d = number(jwk.d);
const key = { n: n.toString(16), e: 65537 };

/** What the office does: sign what it cannot read. */
function signed(blinded: string): string {
  let [base, left, result] = [BigInt("0x" + blinded), d, 1n];
  for (; left; left >>= 1n) {
    if (left & 1n) result = (result * base) % n;
    base = (base * base) % n;
  }
  return result.toString(16);
}

test("a ballot signed unseen carries the signature of its vote, as any RSA-PSS says", async () => {
  const hidden = await hide(key);

  const ballot = await unhide(key, hidden, signed(hidden.blinded));

  assert.ok(ballot);
  const pss = { key: office.publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 };
  const signature = Buffer.from(ballot.signature.padStart(512, "0"), "hex");
  assert.ok(verify("sha384", Buffer.from(ballot.serial, "hex"), pss, signature));
});

test("what is signed has nothing in common with what is cast", async () => {
  const hidden = await hide(key);
  const sign = signed(hidden.blinded);
  const ballot = await unhide(key, hidden, sign);

  assert.notEqual(ballot?.signature, sign);
  assert.ok(!hidden.blinded.includes(hidden.serial.slice(0, 16)));
});

test("two ballots of one voter are two", async () => {
  const [one, other] = [await hide(key), await hide(key)];

  assert.notEqual(one.serial, other.serial);
  assert.notEqual(one.blinded, other.blinded);
});

test("a signature of another key is not taken", async () => {
  const hidden = await hide(key);

  assert.equal(await unhide(key, hidden, "abcdef"), undefined);
});

test("a ballot that was changed is none", async () => {
  const hidden = await hide(key);
  const ballot = await unhide(key, hidden, signed(hidden.blinded));
  assert.ok(ballot);

  assert.ok(!(await verified(key, { ...ballot, serial: "00" + ballot.serial.slice(2) })));
});

test("the receipt is the digest of the number alone", async () => {
  assert.equal(await receiptOf("00ff"), createHash("sha256").update(Buffer.from("00ff", "hex")).digest("hex"));
});

test("a key is told in short", async () => {
  assert.match(await fingerprint(key), /^([0-9A-F]{4} ){3}[0-9A-F]{4}$/);
});
