import { render } from "preact";
import { App } from "./app.tsx";
import { config } from "./config.ts";
import { follow } from "./router.ts";
import { begin } from "./session/session.ts";
import { followSettings } from "./ui/language.ts";
import "./ui/base.css";

async function start(): Promise<void> {
  followSettings();
  const told = await config();
  let failed = false;
  await begin().catch(() => {
    failed = true;
  });
  follow(); // coming back from the sign-in page restores where one was
  render(<App config={told} failed={failed} />, document.getElementById("page") as HTMLElement);
  if ("serviceWorker" in navigator) void navigator.serviceWorker.register("/sw.js").catch(() => undefined);
  // What waits on this device is sent wherever in the client one is.
  void import("./offline/outbox.ts").then((outbox) => outbox.follow());
}

void start();
