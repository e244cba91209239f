import { render } from "preact";
import { App } from "./app.tsx";
import { config } from "./config.ts";
import { follow, here } from "./router.ts";
import { pagesOf } from "./routes.ts";
import { remembered } from "./session/me.ts";
import { begin } from "./session/session.ts";
import { followSettings } from "./ui/language.ts";
import "./ui/base.css";

async function start(): Promise<void> {
  followSettings();
  // All at once: on a bad line each wait for the next costs a second. Who comes back from the sign-in page goes on where the hash does not say yet.
  if (!location.search) void pagesOf(here.value.path).catch(() => undefined);
  let failed = false;
  const [told] = await Promise.all([
    config(),
    begin(remembered() !== null).catch(() => {
      failed = true;
    }),
  ]);
  follow(); // coming back from the sign-in page restores where one was
  render(<App config={told} failed={failed} />, document.getElementById("page") as HTMLElement);
  await pagesOf(here.value.path).catch(() => undefined);
  // The files of all other pages come after what is asked for now, and so does what waits on this device, wherever in the client one is.
  if ("serviceWorker" in navigator) void navigator.serviceWorker.register("/sw.js").catch(() => undefined);
  void import("./offline/outbox.ts").then((outbox) => outbox.follow());
}

void start();
