import type { Shape } from "../api/client.ts";
import { unitName } from "../session/units.ts";
import { Card, Due, Tag } from "../ui/components.tsx";
import { language } from "../ui/language.ts";
import { length } from "../ui/time.ts";
import { t } from "./words.ts";

/** Who had the case, one under the other, with the time each took: how silence makes it climb. */
export function Ladder({ incident }: { incident: Shape<"IncidentView"> }) {
  return (
    <Card title={t("ladder")}>
      <p class="hint">{t("ladderHint")}</p>
      <ol class="ladder">
        {incident.tenures.map((tenure) => {
          const now = !tenure.until;
          return (
            <li key={tenure.since} class={now ? "now" : ""} aria-current={now ? "step" : undefined}>
              <strong>{unitName(tenure.unit)}</strong>{" "}
              {tenure.late && <Tag tone="late">{t("late")}</Tag>}
              {now && !incident.closed_at && <Tag tone="active">{t("current")}</Tag>}
              <p class="faint">
                {t("used", { time: length(tenure.natural_seconds * 1000, language.value) })}
                {tenure.working_seconds > 0 &&
                  " · " + t("usedWork", { time: length(tenure.working_seconds * 1000, language.value) })}
              </p>
              {now && incident.due_at && <Due at={incident.due_at} />}
            </li>
          );
        })}
      </ol>
    </Card>
  );
}
