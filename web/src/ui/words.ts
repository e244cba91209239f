import { words } from "./language.ts";
import { en } from "./words.en.ts";
import { zh } from "./words.zh.ts";

/** What all pages say; a page's own words are in its folder's `words.ts`. */
export const t = words({ zh, en });
