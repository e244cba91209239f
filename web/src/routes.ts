import type { Pages } from "./router.ts";
import type { Role } from "./session/me.ts";

/** The parts of the client; each is fetched when one of its pages is first looked at. */
const PARTS = {
  public: () => import("./public/index.ts"),
  field: () => import("./field/index.ts"),
  desk: () => import("./desk/index.ts"),
  village: () => import("./desk/village/index.ts"),
  reports: () => import("./desk/reports/index.ts"),
  economy: () => import("./desk/economy/index.ts"),
  enforcement: () => import("./desk/enforcement/index.ts"),
  shop: () => import("./desk/shop/index.ts"),
  resident: () => import("./resident/index.ts"),
};
type Part = keyof typeof PARTS;

/** By the first word of an address, the part its pages are in. A new word is a line here, a page a line in the part's `index.ts`. */
const WORDS: Record<string, Part> = {
  "": "public",
  track: "public",
  board: "public",
  desk: "desk",
  queue: "desk",
  case: "desk",
  search: "desk",
  supervision: "desk",
  obligations: "desk",
  obligation: "desk",
  points: "village",
  claim: "village",
  matters: "village",
  matter: "village",
  meeting: "village",
  plates: "village",
  publications: "village",
  publication: "village",
  enforcement: "enforcement",
  "enforcement-case": "enforcement",
  inspections: "enforcement",
  inspection: "enforcement",
  certificates: "enforcement",
  officer: "enforcement",
  "inspection-plan": "enforcement",
  powers: "enforcement",
  trainings: "enforcement",
  "supervision-papers": "enforcement",
  "supervision-paper": "enforcement",
  contracts: "economy",
  contract: "economy",
  arrears: "economy",
  vouchers: "economy",
  voucher: "economy",
  statements: "economy",
  alerts: "economy",
  alert: "economy",
  budget: "economy",
  distribution: "economy",
  members: "economy",
  member: "economy",
  suits: "economy",
  suit: "economy",
  projects: "economy",
  project: "economy",
  hires: "economy",
  hire: "economy",
  shop: "shop",
  stock: "shop",
  redemptions: "shop",
  grid: "public",
  courtyard: "public",
  plate: "public",
  mine: "resident",
  household: "resident",
  goods: "resident",
  redemption: "resident",
  redeem: "resident",
  machines: "resident",
  ideas: "resident",
  meetings: "resident",
  vote: "resident",
  inbox: "resident",
  feedback: "resident",
  tracking: "reports",
  "hot-spots": "reports",
  briefings: "reports",
  briefing: "reports",
  field: "field",
  report: "field",
  outbox: "field",
  confirm: "field",
  hazards: "field",
  hazard: "field",
  record: "field",
  scan: "field",
};

/** Pages that anybody may see; every other asks to sign in first. */
const OPEN = new Set(["", "track", "board", "grid", "courtyard", "plate"]);

const word = (path: string): string => path.split("/")[0] as string;

export const isOpen = (path: string): boolean => OPEN.has(word(path));

export async function pagesOf(path: string): Promise<Pages> {
  const part = WORDS[word(path)];
  return part ? (await PARTS[part]()).pages : {};
}

const STAFF: Role[] = ["village_officer", "town_officer", "county_officer", "county_admin"];
/** Whoever has something to do at the desk. */
const AT_A_DESK: Role[] = [
  ...STAFF,
  "enforcement_officer",
  "legal_reviewer",
  "enforcement_head",
  "hearing_chair",
  "justice_supervisor",
  "collective_director",
  "bookkeeper",
  "cashier",
  "collective_supervisor",
  "points_verifier",
  "shop_keeper",
  "village_representative",
  "village_supervisor",
];

export interface Entry {
  to: string;
  zh: string;
  en: string;
  /** Who sees it; nobody in particular: everybody. */
  roles?: Role[];
}

/** What stands at the top of every page. */
export const MENU: Entry[] = [
  { to: "field", zh: "今日", en: "Today", roles: ["grid_worker", "grid_chief"] },
  { to: "desk", zh: "工作台", en: "Desk", roles: AT_A_DESK },
  { to: "queue", zh: "待办", en: "Queue", roles: STAFF },
  { to: "search", zh: "查询", en: "Search", roles: STAFF },
  { to: "supervision", zh: "督办", en: "Supervision", roles: STAFF },
  { to: "track", zh: "查进度", en: "Follow a case" },
  { to: "board", zh: "村务公开", en: "Village board" },
  { to: "mine", zh: "我的", en: "Mine" },
  { to: "outbox", zh: "待上传", en: "To be sent", roles: ["grid_worker", "grid_chief"] },
];
