import "../ui/resident.css";
import type { Pages } from "../router.ts";
import { FeedbackPage, FeedbackThing } from "./feedback.tsx";
import { MachinePage } from "./hire/machine.tsx";
import { Machines } from "./hire/machines.tsx";
import { Household } from "./household.tsx";
import { Idea, Ideas } from "./ideas.tsx";
import { Inbox } from "./inbox.tsx";
import { Meeting, Meetings } from "./meetings.tsx";
import { Mine, Report } from "./mine.tsx";
import { Goods, HandOver, Redemption } from "./shop.tsx";
import { VotePage } from "./vote.tsx";

export const pages: Pages = {
  mine: Mine,
  "mine/:id": Report,
  inbox: Inbox,
  "household/:id": Household,
  "goods/:village": Goods,
  "redemption/:id": Redemption,
  "redeem/:id": HandOver,
  "redeem/:id/:code": HandOver,
  machines: Machines,
  "machines/:id": MachinePage,
  ideas: Ideas,
  "ideas/:id": Idea,
  meetings: Meetings,
  "meetings/:id": Meeting,
  "vote/:id": VotePage,
  feedback: FeedbackPage,
  "feedback/:id": FeedbackThing,
};
