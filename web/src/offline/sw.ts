/// <reference lib="webworker" />
/** The service worker: it keeps our own files, so that the page opens without a line, and nothing of the API's. */

const CACHE = "sizhi-files";
const worker = self as unknown as ServiceWorkerGlobalScope;

worker.addEventListener("install", (event) => {
  event.waitUntil(refill().then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(worker.clients.claim());
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== worker.location.origin) return;
  if (address.pathname.startsWith("/assets/")) event.respondWith(kept(request));
  else if (address.pathname === "/config.json") event.respondWith(fresh(request));
  else if (address.pathname === "/" && !address.searchParams.has("state")) {
    event.respondWith(fresh(request));
    event.waitUntil(refill().catch(() => undefined)); // without a line the old files stay
  }
});

/** A file whose name changes with its content: as it is kept, else from the line. */
async function kept(request: Request): Promise<Response> {
  return (await caches.match(request)) || fetch(request);
}

/** From the line, else as it was last seen. */
async function fresh(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (fault) {
    const last = await caches.match(new URL(request.url).pathname);
    if (last) return last;
    throw fault;
  }
}

/** Keep every file of this release, and none of an earlier one. */
async function refill(): Promise<void> {
  const cache = await caches.open(CACHE);
  const told = await fetch("/files.json", { cache: "no-cache" });
  const own = ((await told.json()) as string[]).filter((name) => name.startsWith("/assets/") && !/\.(br|gz)$/.test(name));
  const there = new Set((await cache.keys()).map((one) => new URL(one.url).pathname));
  await cache.addAll(own.filter((name) => !there.has(name)));
  // The page comes after what it names: whenever the line ends, what is kept fits together.
  await cache.addAll(["/", "/config.json"]);
  for (const name of there) if (name.startsWith("/assets/") && !own.includes(name)) await cache.delete(name);
}
