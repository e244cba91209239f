import "../../ui/desk.css";
import type { Pages } from "../../router.ts";
import { HotSpots } from "../hot.tsx";
import { Briefing, Briefings, Tracking } from "../reports.tsx";

export const pages: Pages = {
  tracking: Tracking,
  "hot-spots": HotSpots,
  briefings: Briefings,
  "briefing/:id": Briefing,
};
