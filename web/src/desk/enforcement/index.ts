import "../../ui/desk.css";
import type { Pages } from "../../router.ts";
import { Enforcement, EnforcementCase } from "../enforcement.tsx";
import { Certificates, Officer } from "./certificates.tsx";
import { InspectionPage, Inspections } from "./inspections.tsx";
import { InspectionPlan } from "./plan.tsx";
import { Powers } from "./powers.tsx";
import { SupervisionPaper, SupervisionPapers } from "./staff/supervision-papers.tsx";
import { Trainings } from "./staff/trainings.tsx";

export const pages: Pages = {
  enforcement: Enforcement,
  "enforcement-case/:id": EnforcementCase,
  inspections: Inspections,
  "inspection/:id": InspectionPage,
  certificates: Certificates,
  "officer/:person": Officer,
  "inspection-plan": InspectionPlan,
  powers: Powers,
  trainings: Trainings,
  "supervision-papers": SupervisionPapers,
  "supervision-paper/:id": SupervisionPaper,
};
