import "../ui/field.css";
import type { Pages } from "../router.ts";
import { Confirm, ToConfirm } from "./confirm.tsx";
import { Hazard, Hazards } from "./hazards.tsx";
import { Outbox } from "./outbox.tsx";
import { Recording } from "./record.tsx";
import { ReportPage } from "./report.tsx";
import { Scan } from "./scan.tsx";
import { Today } from "./today.tsx";
import { Visit } from "./visit.tsx";

export const pages: Pages = {
  field: Today,
  report: ReportPage,
  outbox: Outbox,
  confirm: ToConfirm,
  "confirm/:id": Confirm,
  hazards: Hazards,
  "hazard/:place": Hazard,
  "record/visit": Visit,
  "record/:what": Recording,
  scan: Scan,
};
