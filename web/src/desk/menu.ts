import type { Role } from "../session/me.ts";
import { OFFICERS } from "./posts.ts";

const VILLAGE: Role[] = ["village_officer", "village_representative", "village_supervisor", "town_officer", "county_officer"];
const POINTS: Role[] = ["village_officer", "points_verifier", "village_supervisor", "town_officer"];
const ENFORCEMENT: Role[] = [
  "enforcement_officer",
  "legal_reviewer",
  "enforcement_head",
  "hearing_chair",
  "justice_supervisor",
];
const COLLECTIVE: Role[] = [
  "collective_director",
  "bookkeeper",
  "cashier",
  "collective_supervisor",
  "village_officer",
  "town_officer",
];

const SHOP: Role[] = ["village_officer", "shop_keeper", "village_supervisor", "town_officer"];

/** The pages of the desk by what they are for, with the roles that have something to do there. */
export const DESK = [
  {
    about: "caseTitle",
    pages: [
      { to: "queue", roles: OFFICERS },
      { to: "supervision", roles: OFFICERS },
      { to: "search", roles: OFFICERS },
      { to: "obligations", roles: OFFICERS },
    ],
  },
  {
    about: "selfGovernment",
    pages: [
      { to: "matters", roles: VILLAGE },
      { to: "publications", roles: VILLAGE },
      { to: "points", roles: POINTS },
      { to: "shop", roles: SHOP },
      { to: "plates", roles: ["village_officer"] },
    ],
  },
  {
    about: "economy",
    pages: [
      { to: "contracts", roles: COLLECTIVE },
      { to: "arrears", roles: COLLECTIVE },
      { to: "projects", roles: COLLECTIVE },
      { to: "hires", roles: COLLECTIVE },
      { to: "members", roles: COLLECTIVE },
      { to: "alerts", roles: COLLECTIVE },
      { to: "suits", roles: COLLECTIVE },
    ],
  },
  {
    about: "collectiveBooks",
    pages: [
      { to: "vouchers", roles: COLLECTIVE },
      { to: "statements", roles: COLLECTIVE },
      { to: "budget", roles: COLLECTIVE },
      { to: "distribution", roles: COLLECTIVE },
    ],
  },
  {
    about: "lawEnforcement",
    pages: [
      { to: "enforcement", roles: ENFORCEMENT },
      { to: "inspections", roles: ENFORCEMENT },
      { to: "certificates", roles: ENFORCEMENT },
      { to: "inspection-plan", roles: ENFORCEMENT },
      { to: "powers", roles: ENFORCEMENT },
      { to: "trainings", roles: ENFORCEMENT },
      { to: "supervision-papers", roles: ENFORCEMENT },
    ],
  },
  {
    about: "standing",
    pages: [
      { to: "tracking", roles: OFFICERS },
      { to: "hot-spots", roles: OFFICERS },
      { to: "briefings", roles: OFFICERS },
    ],
  },
] as const satisfies readonly { about: string; pages: readonly { to: string; roles: readonly Role[] }[] }[];
