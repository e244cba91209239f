import "../ui/desk.css";
import type { Pages } from "../router.ts";
import { Case } from "./case.tsx";
import { Home } from "./home.tsx";
import { Obligation, Obligations } from "./obligations.tsx";
import { Queue } from "./queue.tsx";
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
};
