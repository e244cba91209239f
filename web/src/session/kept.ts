/** Where the refresh token lives: on a phone in IndexedDB, so that reporting goes on for weeks; at a desk for the session. */

import type { AuthorizationServer } from "oauth4webapi";

const STORE = "session";
const KEY = "refresh";

export const onPhone = (): boolean => matchMedia("(pointer: coarse)").matches;

function open(): Promise<IDBDatabase> {
  return new Promise((done, fail) => {
    const asked = indexedDB.open("sizhi-session", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
}

async function within<Result>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const database = await open();
  try {
    return await new Promise((done, fail) => {
      const asked = work(database.transaction(STORE, mode).objectStore(STORE));
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    });
  } finally {
    database.close();
  }
}

export async function readRefresh(): Promise<string | null> {
  if (!onPhone()) return sessionStorage.getItem(KEY);
  return within("readonly", (store) => store.get(KEY) as IDBRequest<string | undefined>)
    .then((value) => value ?? null)
    .catch(() => null);
}

/** Keep it in one place alone: of two, one would be stale as soon as another tab has renewed. */
export async function keepRefresh(value: string | null): Promise<void> {
  if (!onPhone()) {
    if (value) sessionStorage.setItem(KEY, value);
    else sessionStorage.removeItem(KEY);
    return;
  }
  const write = (store: IDBObjectStore) =>
    (value ? store.put(value, KEY) : store.delete(KEY)) as IDBRequest<unknown>;
  await within("readwrite", write).catch(() => undefined); // a browser that keeps nothing signs in again next time
}

const SERVER = "provider";
/** For how long what a provider says of itself is taken as it was, in milliseconds. */
const A_DAY = 86_400_000;

/** What the provider said of itself within a day; of the one asked for alone. */
export function readServer(issuer: string): AuthorizationServer | null {
  try {
    const told = JSON.parse(localStorage.getItem(SERVER) || "null") as { at: number; server: AuthorizationServer } | null;
    return told && told.server.issuer === issuer && Math.abs(Date.now() - told.at) < A_DAY ? told.server : null;
  } catch {
    return null;
  }
}

export function keepServer(server: AuthorizationServer | null): void {
  try {
    if (server) localStorage.setItem(SERVER, JSON.stringify({ at: Date.now(), server }));
    else localStorage.removeItem(SERVER);
  } catch {
    // asked again
  }
}
