import "../../ui/desk.css";
import type { Pages } from "../../router.ts";
import { ContractPage, Contracts } from "../collective.tsx";
import { AlertPage, Alerts } from "./alerts.tsx";
import { Arrears } from "./arrears.tsx";
import { Budget } from "./money/budget.tsx";
import { Distribution } from "./money/distribution.tsx";
import { MemberPage, Members } from "./people/members.tsx";
import { SuitPage, Suits } from "./people/suits.tsx";
import { Statements } from "./statements.tsx";
import { VoucherPage, Vouchers } from "./vouchers.tsx";
import { HirePage, Hires } from "./works/hires.tsx";
import { ProjectPage, Projects } from "./works/projects.tsx";

export const pages: Pages = {
  contracts: Contracts,
  "contract/:id": ContractPage,
  arrears: Arrears,
  vouchers: Vouchers,
  "voucher/:id": VoucherPage,
  statements: Statements,
  alerts: Alerts,
  "alert/:id": AlertPage,
  budget: Budget,
  distribution: Distribution,
  members: Members,
  "member/:id": MemberPage,
  suits: Suits,
  "suit/:id": SuitPage,
  projects: Projects,
  "project/:id": ProjectPage,
  hires: Hires,
  "hire/:id": HirePage,
};
