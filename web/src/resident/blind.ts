/**
 * The voter's side of a secret ballot (RFC 9474, RSABSSA-SHA384-PSS-Randomized): make a number, hide it, have the hidden one signed,
 * take the hiding away. What is signed and what is cast later have nothing in common, whoever compares the two.
 */

/** The key of one vote, as the API tells it. */
export interface VoteKey {
  n: string;
  e: number | string;
}

/** A ballot that was hidden; the factor never leaves the device. */
export interface Hidden {
  serial: string;
  inverse: string;
  blinded: string;
}

/** A ballot as it is cast. */
export interface Ballot {
  serial: string;
  signature: string;
}

const HASH = 48;
const SALT = 48;
const PREFIX = 32;

/** Whether this browser can count with numbers of that size and draw them at random. */
export const canHide = (): boolean => typeof BigInt === "function" && typeof crypto === "object" && !!crypto.subtle;

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => ("0" + byte.toString(16)).slice(-2)).join("");

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const even = text.length % 2 ? "0" + text : text;
  const bytes = new Uint8Array(even.length / 2);
  for (let at = 0; at < bytes.length; at++) bytes[at] = parseInt(even.slice(2 * at, 2 * at + 2), 16);
  return bytes;
}

const numberOf = (bytes: Uint8Array): bigint => BigInt("0x" + hex(bytes));

function join(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

async function digest(kind: "SHA-256" | "SHA-384", bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest(kind, bytes));
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  const one = BigInt(1);
  let result = one;
  let square = base % modulus;
  for (let left = exponent; left > BigInt(0); left >>= one) {
    if (left & one) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

/** The number that undoes a factor; undefined: there is none, and another is drawn. */
function inverseOf(factor: bigint, modulus: bigint): bigint | undefined {
  const none = BigInt(0);
  let [low, high, before, now] = [modulus, factor, none, BigInt(1)];
  while (high > none) {
    const times = low / high;
    [low, high] = [high, low - times * high];
    [before, now] = [now, before - times * now];
  }
  if (low !== BigInt(1)) return undefined;
  return before < none ? before + modulus : before;
}

/** A number below another, each as likely as the next: 64 bits more than needed, so that the rest does not show. */
function below(modulus: bigint, bytes: number): bigint {
  return (numberOf(crypto.getRandomValues(new Uint8Array(bytes + 8))) % (modulus - BigInt(2))) + BigInt(2);
}

async function mask(seed: Uint8Array, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  for (let counter = 0; counter * HASH < length; counter++) {
    parts.push(await digest("SHA-384", join(seed, Uint8Array.of(0, 0, 0, counter))));
  }
  return join(...parts).slice(0, length);
}

/** EMSA-PSS of a message (RFC 8017 section 9.1.1). */
async function encode(message: Uint8Array<ArrayBuffer>, bits: number): Promise<Uint8Array> {
  const size = Math.ceil(bits / 8);
  const salt = crypto.getRandomValues(new Uint8Array(SALT));
  const seed = await digest("SHA-384", join(new Uint8Array(8), await digest("SHA-384", message), salt));
  const block = join(new Uint8Array(size - SALT - HASH - 2), Uint8Array.of(1), salt);
  const cover = await mask(seed, block.length);
  const masked = block.map((byte, at) => byte ^ (cover[at] as number));
  masked[0] = (masked[0] as number) & (0xff >> (8 * size - bits));
  return join(masked, seed, Uint8Array.of(0xbc));
}

const key = (of: VoteKey): { n: bigint; e: bigint; bits: number } => {
  const n = BigInt("0x" + of.n);
  return { n, e: BigInt(of.e), bits: n.toString(2).length };
};

/** Make a ballot of a vote and hide its number. */
export async function hide(of: VoteKey): Promise<Hidden> {
  const { n, e, bits } = key(of);
  const message = crypto.getRandomValues(new Uint8Array(PREFIX + 32));
  const encoded = numberOf(await encode(message, bits - 1));
  let factor: bigint;
  let inverse: bigint | undefined;
  do {
    factor = below(n, Math.ceil(bits / 8));
    inverse = inverseOf(factor, n);
  } while (inverse === undefined);
  const blinded = (encoded * power(factor, e, n)) % n;
  return { serial: hex(message), inverse: inverse.toString(16), blinded: blinded.toString(16) };
}

/**
 * Take the hiding away from what was signed. The signature is checked: one made with another key would mark the ballot.
 * Undefined: it is not the vote's.
 */
export async function unhide(of: VoteKey, hidden: Hidden, signed: string): Promise<Ballot | undefined> {
  const { n } = key(of);
  const signature = (BigInt("0x" + signed) * BigInt("0x" + hidden.inverse)) % n;
  const told = { serial: hidden.serial, signature: signature.toString(16) };
  return (await verified(of, told)) ? told : undefined;
}

/** Whether a ballot carries the signature of its vote (EMSA-PSS verification, RFC 8017 section 9.1.2). */
export async function verified(of: VoteKey, ballot: Ballot): Promise<boolean> {
  const { n, e, bits } = key(of);
  const size = Math.ceil((bits - 1) / 8);
  const opened = power(BigInt("0x" + ballot.signature), e, n).toString(16);
  if (opened.length > 2 * size) return false;
  const block = bytesOf(("0".repeat(2 * size) + opened).slice(-2 * size));
  const masked = block.slice(0, size - HASH - 1);
  const seed = block.slice(size - HASH - 1, size - 1);
  const spare = 8 * size - (bits - 1);
  if (block[size - 1] !== 0xbc || (masked[0] as number) >> (8 - spare)) return false;
  const cover = await mask(seed, masked.length);
  const data = masked.map((byte, at) => byte ^ (cover[at] as number));
  data[0] = (data[0] as number) & (0xff >> spare);
  const padding = data.slice(0, -SALT);
  if (padding.slice(0, -1).some(Boolean) || padding[padding.length - 1] !== 1) return false;
  const message = await digest("SHA-384", bytesOf(ballot.serial));
  const again = await digest("SHA-384", join(new Uint8Array(8), message, data.slice(-SALT)));
  return hex(again) === hex(seed);
}

/** What one can look up afterwards: whether the ballot was received and counted, never what it says. */
export const receiptOf = async (serial: string): Promise<string> => hex(await digest("SHA-256", bytesOf(serial)));

/** A vote's key in short, to be compared with what others see: another key for each voter would mark the ballots. */
export async function fingerprint(of: VoteKey): Promise<string> {
  const short = hex(await digest("SHA-256", bytesOf(of.n))).slice(0, 16).toUpperCase();
  return (short.match(/.{4}/g) as string[]).join(" ");
}
