import { EnterAttendance } from "../../api/forms.ts";
import type { Form } from "../../ui/form.tsx";

/** What is asked of a firm that is listed. */
export const LISTED: Form = {
  fields: [
    { name: "firm", kind: "text", need: true, most: 18, label: ["统一社会信用代码", "Unified social credit code"] },
    { name: "name", kind: "text", need: true, most: 200, label: ["名称", "Name"] },
  ],
};

/** Who attended, and what. */
export const ATTENDANCE: Form = {
  fields: [{ name: "training", kind: "choice", need: true, label: ["培训", "Session"] }, ...EnterAttendance.fields],
};
