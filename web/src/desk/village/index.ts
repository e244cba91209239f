import "../../ui/desk.css";
import type { Pages } from "../../router.ts";
import { Matter, Matters } from "../matters.tsx";
import { Meeting } from "../meeting.tsx";
import { Claim, Points } from "../points.tsx";
import { Publication, Publications } from "../publications.tsx";
import { Plates } from "./plates.tsx";

export const pages: Pages = {
  points: Points,
  "claim/:id": Claim,
  matters: Matters,
  "matter/:id": Matter,
  "meeting/:id": Meeting,
  plates: Plates,
  publications: Publications,
  "publication/:id": Publication,
};
