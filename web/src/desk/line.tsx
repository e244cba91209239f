import type { ComponentChildren } from "preact";
import type { Shape } from "../api/client.ts";
import { Severity } from "../api/forms.ts";
import { Due, Tag } from "../ui/components.tsx";
import { optionOf } from "../ui/labels.ts";
import { t } from "./words.ts";

export type Line = Shape<"IncidentLine">;

/** A case in a list: what, where, how far, until when. */
export function CaseLine({ line, aside }: { line: Line; aside?: ComponentChildren }) {
  return (
    <div class="case-line">
      {aside}
      <div class="case-text">
        <a href={"#/case/" + line.id} class="case-what">
          {line.description || line.category_name}
        </a>
        <p class="faint">
          {line.unit_name} · {line.category_name} · {line.case_code}
        </p>
        <p>
          <Tag tone={line.status === "reported" ? "active" : "plain"}>{line.status_name}</Tag>{" "}
          {line.severity !== "general" && <Tag tone="soon">{optionOf(line.severity, Severity)}</Tag>}{" "}
          {line.supervisions > 0 && <Tag tone="late">{t("order")}</Tag>} {line.due_at && <Due at={line.due_at} />}
        </p>
      </div>
    </div>
  );
}

export function CaseLines({ lines }: { lines: readonly Line[] }) {
  return (
    <ul class="lines">
      {lines.map((line) => (
        <li key={line.id}>
          <CaseLine line={line} />
        </li>
      ))}
    </ul>
  );
}
