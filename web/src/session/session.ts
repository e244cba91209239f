import { signal } from "@preact/signals";
import type * as OAuth from "oauth4webapi";
import { config } from "../config.ts";
import { keepRefresh, keepServer, readRefresh, readServer } from "./kept.ts";

/** Whether somebody is signed in; "unknown" until the browser's memory was asked. */
export const signedIn = signal<"unknown" | "no" | "yes">("unknown");

const UNDER_WAY = "signing-in";
/** Renew this many milliseconds before a token ends. */
const EARLY = 30_000;

let access: { token: string; until: number } | undefined;

interface Begun {
  verifier: string;
  state: string;
  back: string;
}

/** Things to look at before somebody signs out; each may say no. */
export const beforeSignOut: (() => Promise<boolean>)[] = [];

interface Provider {
  oauth: typeof import("./oauth.ts");
  server: OAuth.AuthorizationServer;
  client: OAuth.Client;
  options: Record<symbol, boolean>;
  scope: string;
}

/** Where one signs in, and what speaks to it: fetched by whoever signs in or has, not by whoever only looks; `now` asks whether it is to be reached. */
async function provider(now = false): Promise<Provider> {
  const [oauth, told] = await Promise.all([import("./oauth.ts"), config()]);
  const issuer = new URL(told.issuer);
  // Plain HTTP on one machine alone; a county's provider has to be https.
  const options = { [oauth.allowInsecureRequests]: location.protocol === "http:" };
  const server = (!now && readServer(told.issuer)) || (await discovered(oauth, issuer, options));
  return { oauth, server, client: { client_id: told.client_id }, options, scope: told.scope };
}

async function discovered(oauth: typeof import("./oauth.ts"), issuer: URL, options: Record<symbol, boolean>): Promise<OAuth.AuthorizationServer> {
  const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options));
  keepServer(server);
  return server;
}

const callback = (): string => location.origin + "/";

/** Leave for the sign-in page; `back` is where in the client one wants to be afterwards. */
export async function signIn(back: string = location.hash): Promise<void> {
  const { oauth, server, client, scope } = await provider();
  const begun: Begun = {
    verifier: oauth.generateRandomCodeVerifier(),
    state: oauth.generateRandomState(),
    back,
  };
  sessionStorage.setItem(UNDER_WAY, JSON.stringify(begun));
  const there = new URL(server.authorization_endpoint as string);
  const asked = {
    response_type: "code",
    client_id: client.client_id,
    redirect_uri: callback(),
    scope,
    state: begun.state,
    code_challenge: await oauth.calculatePKCECodeChallenge(begun.verifier),
    code_challenge_method: "S256",
  };
  for (const [name, value] of Object.entries(asked)) there.searchParams.set(name, value);
  location.assign(there.href);
}

async function take(tokens: OAuth.TokenEndpointResponse): Promise<string> {
  const seconds = tokens.expires_in ?? 300;
  access = { token: tokens.access_token, until: Date.now() + seconds * 1000 };
  if (tokens.refresh_token) await keepRefresh(tokens.refresh_token);
  signedIn.value = "yes";
  return tokens.access_token;
}

/**
 * Come back from the sign-in page, or go on where the last visit ended. Where it is `known` who that was the page need not wait for the
 * renewal: whatever it asks does, and a session that has ended is told as soon as the provider says so.
 */
export async function begin(known: boolean): Promise<void> {
  const address = new URL(location.href);
  if (address.searchParams.has("state")) {
    const begun = JSON.parse(sessionStorage.getItem(UNDER_WAY) || "null") as Begun | null;
    sessionStorage.removeItem(UNDER_WAY);
    history.replaceState(null, "", "/" + (begun?.back || address.hash));
    if (begun) await exchange(address, begun);
  } else if (await readRefresh()) {
    if (known) signedIn.value = "yes";
    const renewed = renew();
    if (!known) await renewed;
  }
  if (signedIn.value === "unknown") signedIn.value = "no";
}

async function exchange(address: URL, begun: Begun): Promise<void> {
  const { oauth, server, client, options } = await provider();
  const told = oauth.validateAuthResponse(server, client, address, begun.state);
  const answer = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    told,
    callback(),
    begun.verifier,
    options,
  );
  await take(await oauth.processAuthorizationCodeResponse(server, client, answer));
}

/** The access token, renewed when it is about to end; null: nobody is signed in. */
export async function token(): Promise<string | null> {
  if (access && access.until - EARLY > Date.now()) return access.token;
  return signedIn.value === "yes" ? renew(access?.token) : null;
}

let renewing: Promise<string | null> | undefined;

/**
 * A fresh token in place of `refused`, or null when nobody may go on without signing in again.
 * Without a connection what is held stays held.
 */
export function renew(refused?: string): Promise<string | null> {
  if (refused && access && access.token !== refused) return Promise.resolve(access.token);
  renewing ||= alone(renewOnce).finally(() => (renewing = undefined));
  return renewing;
}

async function renewOnce(): Promise<string | null> {
  const held = await readRefresh();
  if (!held) return forget();
  try {
    const { oauth, server, client, options } = await provider();
    const answer = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), held, options);
    return await take(await oauth.processRefreshTokenResponse(server, client, answer));
  } catch (fault) {
    // The provider refuses: `ResponseBodyError` of the library, by its code, since the library may not have come.
    if ((fault as { code?: unknown }).code === "OAUTH_RESPONSE_BODY_ERROR") return forget();
    keepServer(null); // asked again next time, should it have moved
    if (signedIn.value === "unknown") signedIn.value = "yes"; // offline: work goes on, and is sent later
    return null;
  }
}

/** Refresh tokens rotate: two tabs that renew at once would end each other's session. */
async function alone(work: () => Promise<string | null>): Promise<string | null> {
  const locks = navigator.locks as LockManager | undefined;
  return locks ? locks.request("sizhi-session", work) : work();
}

async function forget(): Promise<null> {
  access = undefined;
  await keepRefresh(null);
  signedIn.value = "no";
  return null;
}

/** Sign out here and at the provider, unless something is still to be sent and the person wants to keep it; without a connection here alone. */
export async function signOut(): Promise<void> {
  for (const look of beforeSignOut) if (!(await look())) return;
  const there = await farewell();
  await forget();
  if (there) location.assign(there);
}

/** Where the provider ends a session, or null without a connection. Asked before the page says that nobody is signed in, which leaves at once. */
async function farewell(): Promise<string | null> {
  try {
    const { server, client } = await provider(true);
    if (!server.end_session_endpoint) return callback();
    const there = new URL(server.end_session_endpoint);
    there.searchParams.set("client_id", client.client_id);
    there.searchParams.set("post_logout_redirect_uri", callback());
    there.searchParams.set("logout_uri", callback()); // as Cognito calls it
    return there.href;
  } catch {
    return null;
  }
}
