import "../../ui/desk.css";
import type { Pages } from "../../router.ts";
import { ContractPage, Contracts } from "../collective.tsx";
import { AlertPage, Alerts } from "./alerts.tsx";
import { Arrears } from "./arrears.tsx";
import { Statements } from "./statements.tsx";
import { VoucherPage, Vouchers } from "./vouchers.tsx";

export const pages: Pages = {
  contracts: Contracts,
  "contract/:id": ContractPage,
  arrears: Arrears,
  vouchers: Vouchers,
  "voucher/:id": VoucherPage,
  statements: Statements,
  alerts: Alerts,
  "alert/:id": AlertPage,
};
