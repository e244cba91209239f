import { computed, effect, signal } from "@preact/signals";
import { api, ask, type Refused, type Shape } from "../api/client.ts";
import { language } from "../ui/language.ts";
import { signedIn } from "./session.ts";

export type Me = Shape<"MeView">;
export type Role = Shape<"Role">;

/** Who is signed in, with the posts held today. */
export const me = signal<Me | null>(null);
/** Whether that was asked, whatever the answer: a page drawn before it would know of no post. */
export const asked = signal(false);

effect(() => {
  void language.value;
  if (signedIn.value === "no") remember(null);
  if (signedIn.value !== "yes") me.value = null;
  else {
    // On a line that hangs one is at once who one was.
    me.value = me.peek() || remembered();
    asked.value = me.peek() !== null;
    void ask(api.GET("/v1/me"))
      .then(
        (told) => remember((me.value = told)),
        // Without a line one is who one was; a page that needs to know more asks again, and says what is wrong.
        (fault: Refused) => fault.status === 0 && (me.value ||= remembered()),
      )
      .then(() => (asked.value = true));
  }
});

const LAST = "sizhi-me";

/** Who was signed in on this device last, without the telephone number. */
export function remembered(): Me | null {
  try {
    return JSON.parse(localStorage.getItem(LAST) || "null") as Me | null;
  } catch {
    return null;
  }
}

function remember(told: Me | null): void {
  try {
    if (told) localStorage.setItem(LAST, JSON.stringify({ ...told, phone: null }));
    else localStorage.removeItem(LAST);
  } catch {
    // nothing is kept
  }
}

export const roles = computed(() => new Set((me.value?.posts || []).map((post) => post.role)));

/** Whether one of the roles is held. */
export const holds = (...wanted: Role[]): boolean => wanted.some((role) => roles.value.has(role));

/** The first unit at which one of the roles is held. */
export function unitOf(...wanted: Role[]): string | undefined {
  return me.value?.posts.find((post) => wanted.includes(post.role))?.unit;
}

/** The village somebody lives or works in, by a post there. */
export const ownVillage = (): string | undefined =>
  me.value?.posts.map((post) => post.unit).find((unit) => /^\d{12}(\d{3})?$/.test(unit))?.slice(0, 12);
