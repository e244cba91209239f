import createClient, { type Middleware } from "openapi-fetch";
import { language } from "../ui/language.ts";
import { renew, token } from "../session/session.ts";
import type { components, paths } from "./schema.d.ts";

/** A schema of the API by its name: `Shape<"IncidentView">`. */
export type Shape<Name extends keyof components["schemas"]> = components["schemas"][Name];

interface Told {
  title?: string;
  detail?: string;
  type?: string;
  errors?: { field: string; message: string }[];
}

/** What the API refused, in its own words; `status` 0: it was not reached. */
export class Refused extends Error {
  readonly status: number;
  readonly slug: string;
  readonly errors: { field: string; message: string }[];
  readonly told: Record<string, unknown>;

  constructor(status: number, told: Told, words: string) {
    super(told.detail || told.title || words);
    this.status = status;
    this.slug = (told.type || "").replace("urn:sizhi:problem:", "");
    this.errors = told.errors || [];
    this.told = told as Record<string, unknown>;
  }
}

/** An operation's own name, the same however often it is sent. */
export function newKey(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => ("0" + byte.toString(16)).slice(-2)).join("");
}

/** Fetch as whoever is signed in; a token the gateway no longer takes is renewed once. */
async function signed(request: Request): Promise<Response> {
  const again = request.clone();
  const bearer = await token();
  if (bearer) request.headers.set("Authorization", "Bearer " + bearer);
  const answer = await fetch(request);
  if (answer.status !== 401 || !bearer) return answer;
  const fresh = await renew(bearer);
  if (!fresh) return answer;
  again.headers.set("Authorization", "Bearer " + fresh);
  return fetch(again);
}

const usual: Middleware = {
  onRequest({ request }) {
    request.headers.set("Accept-Language", language.value);
    if (request.method === "POST" && !request.headers.has("Idempotency-Key")) {
      request.headers.set("Idempotency-Key", newKey());
    }
    return request;
  },
};

/** Every route of `docs/openapi.json`, typed: `ask(api.GET("/v1/me"))`. */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: signed });
api.use(usual);

const WORDS = {
  zh: { offline: "连不上网络，请稍后再试。", failed: "没有办成，请稍后再试。" },
  en: { offline: "There is no connection; try again later.", failed: "That did not work; try again later." },
};

/** The answer of a call, or `Refused` with the API's words. */
export async function ask<Data>(
  call: Promise<{ data?: Data; error?: unknown; response: Response }>,
): Promise<Data> {
  let done: { data?: Data; error?: unknown; response: Response };
  try {
    done = await call;
  } catch (fault) {
    if (fault instanceof TypeError) throw new Refused(0, {}, WORDS[language.value].offline);
    throw fault;
  }
  if (done.response.ok) return done.data as Data;
  const told = typeof done.error === "object" && done.error ? (done.error as Told) : {};
  throw new Refused(done.response.status, told, WORDS[language.value].failed);
}
