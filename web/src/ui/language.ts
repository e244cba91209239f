import { effect, signal } from "@preact/signals";

export type Language = "zh" | "en";
type Values = Record<string, string | number>;

function kept(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // a browser that keeps nothing
  }
}

/** Chinese unless somebody chose English on this device. */
export const language = signal<Language>(kept("language") === "en" ? "en" : "zh");
/** Letters a quarter larger (大字). */
export const large = signal(kept("large") === "yes");

/** Let the document follow both, and keep them on this device. */
export function followSettings(): void {
  effect(() => {
    document.documentElement.lang = language.value === "zh" ? "zh-CN" : "en";
    document.documentElement.classList.toggle("large", large.value);
    try {
      localStorage.setItem("language", language.value);
      localStorage.setItem("large", large.value ? "yes" : "no");
    } catch {
      // nothing is kept, and nothing is lost
    }
  });
}

/**
 * Texts in both languages: `const t = words({ zh: {…}, en: {…} })`, then `t("queue.due", { day: "3" })`.
 * A key that one language lacks does not compile.
 */
export function words<Key extends string>(texts: {
  zh: Record<Key, string>;
  en: Record<NoInfer<Key>, string>;
}): ((key: Key, values?: Values) => string) & { texts: typeof texts } {
  const say = (key: Key, values: Values = {}): string =>
    texts[language.value][key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
  return Object.assign(say, { texts });
}
