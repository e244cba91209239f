import "../ui/desk.css";
import type { Pages } from "../router.ts";
import { Case } from "./case.tsx";
import { Home } from "./home.tsx";
import { HotSpots } from "./hot.tsx";
import { Matter, Matters } from "./matters.tsx";
import { Meeting } from "./meeting.tsx";
import { Obligation, Obligations } from "./obligations.tsx";
import { Claim, Points } from "./points.tsx";
import { Publication, Publications } from "./publications.tsx";
import { Queue } from "./queue.tsx";
import { Briefing, Briefings, Tracking } from "./reports.tsx";
import { Search } from "./search.tsx";
import { Supervision } from "./supervision.tsx";

export const pages: Pages = {
  desk: Home,
  queue: Queue,
  "case/:id": Case,
  search: Search,
  supervision: Supervision,
  obligations: Obligations,
  "obligation/:id": Obligation,
  points: Points,
  "claim/:id": Claim,
  matters: Matters,
  "matter/:id": Matter,
  "meeting/:id": Meeting,
  publications: Publications,
  "publication/:id": Publication,
  tracking: Tracking,
  "hot-spots": HotSpots,
  briefings: Briefings,
  "briefing/:id": Briefing,
};
