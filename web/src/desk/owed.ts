import { href } from "../address.ts";

/** What of an obligation has a page at the desk, by the name it goes by there. */
const PAGES = ["alert", "claim", "contract", "inspection", "matter", "publication"] as const;

/** The page of what an obligation is about, where the desk has one: whoever owes something goes there to do it. */
export function pageOf(about: { [name: string]: string }): string | undefined {
  const named = PAGES.find((one) => about[one]);
  return named && href(named + "/" + about[named]);
}
