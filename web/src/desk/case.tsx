import { useEffect, useState } from "preact/hooks";
import { api, ask, type Shape } from "../api/client.ts";
import { MoveIncident, Severity } from "../api/forms.ts";
import type { Place } from "../router.ts";
import { above, unitName, unitsBelow } from "../session/units.ts";
import { Button, Card, Due, Facts, Page, Shown, Tag } from "../ui/components.tsx";
import { useAsked } from "../ui/data.ts";
import type { Choices } from "../ui/form.tsx";
import { language } from "../ui/language.ts";
import { optionOf } from "../ui/labels.ts";
import { Moves } from "../ui/moves.tsx";
import { moment } from "../ui/time.ts";
import { t as all } from "../ui/words.ts";
import { AddPhotos } from "./add-photos.tsx";
import { Ladder } from "./ladder.tsx";
import { CaseLines } from "./line.tsx";
import { Photos } from "../ui/photos.tsx";
import { moveCase } from "./step.ts";
import { Timeline } from "./timeline.tsx";
import { t } from "./words.ts";

type Incident = Shape<"IncidentView">;
/** What is done most comes first; a step up, sideways or to an end comes later. */
const ORDER = ["accept", "resolve", "confirm", "approve", "answer", "reject", "deny", "assign", "order", "add", "escalate"];

/** How often an open case is looked at again: often when it is about to climb, never when it is closed. */
function watched(incident: Incident): number | undefined {
  if (incident.closed_at) return undefined;
  const near = incident.due_at && new Date(incident.due_at).getTime() - Date.now() < 300_000;
  return near ? 3_000 : 60_000;
}

/** Everything of one case: what, where, how far, what comes next and who may do it. */
export function Case({ params }: Place) {
  const id = params["id"] as string;
  const path = { incident_id: id };
  const asked = useAsked(
    () => ask(api.GET("/v1/incidents/{incident_id}", { params: { path } })),
    [id, language.value],
    watched,
  );
  const steps = useAsked(
    () => ask(api.GET("/v1/incidents/{incident_id}/timeline", { params: { path, query: { limit: 100 } } })),
    [id, language.value, asked.data?.version],
  );
  return (
    <Page title={t("caseTitle")} aside={<Button onClick={() => print()}>{all("print")}</Button>}>
      <Shown asked={asked}>
        {(incident) => (
          <div class="sheet">
            <div>
              <What incident={incident} />
              <Next incident={incident} again={asked.again} />
              <Photos
                incident={id}
                {...(!incident.closed_at && { add: (again: () => Promise<void>) => <AddPhotos incident={id} again={again} /> })}
              />
              <Card title={t("history")}>
                <Shown asked={steps}>{(told) => <Timeline steps={told.items} />}</Shown>
              </Card>
            </div>
            <div>
              <Ladder incident={incident} />
              <Neighbours incident={incident} />
            </div>
          </div>
        )}
      </Shown>
    </Page>
  );
}

function What({ incident }: { incident: Incident }) {
  return (
    <Card
      title={incident.case_code}
      aside={<Tag tone={incident.closed_at ? "done" : "active"}>{incident.status_name}</Tag>}
    >
      <p class="said">{incident.description}</p>
      <Facts
        of={[
          [t("where"), unitName(incident.unit)],
          [t("category"), incident.category_name],
          [t("severity"), optionOf(incident.severity, Severity)],
          [t("reported"), moment(incident.created_at)],
          [t("responsible"), incident.closed_at ? null : unitName(incident.responsible_unit)],
          [t("due"), incident.due_at && <Due at={incident.due_at} />],
          [t("orderDue"), incident.order_due && <Due at={incident.order_due} />],
          [t("joined"), incident.joined || null],
          [t("location"), incident.location && `${incident.location.lat}, ${incident.location.lon}`],
        ]}
      />
    </Card>
  );
}

function Next({ incident, again }: { incident: Incident; again: () => Promise<void> }) {
  const choices = useChoices(incident);
  return (
    <Card title={t("nextStep")}>
      <div aria-live="polite">
        <p>{incident.receipt.text}</p>
      </div>
      <Moves
        form={MoveIncident}
        actions={incident.actions}
        names={Object.fromEntries(incident.open_moves.map((move) => [move.action, move.name]))}
        order={ORDER}
        choices={() => choices}
        take={async (action, said) => {
          await moveCase(incident.id, incident.version, action, said);
          await again();
        }}
      />
    </Card>
  );
}

/** What may stand in the fields of a step, by the county's policy and its units. */
function useChoices(incident: Incident): Choices {
  const [choices, show] = useState<Choices>({});
  useEffect(() => {
    let wanted = true;
    void known(incident).then((found) => wanted && show(found));
    return () => void (wanted = false);
  }, [incident.responsible_unit, language.value]);
  return choices;
}

async function known(incident: Incident): Promise<Choices> {
  const none = (): [] => [];
  const [units, departments, categories, policy] = await Promise.all([
    unitsBelow(incident.responsible_unit).catch(none),
    unitsBelow(above(incident.responsible_unit)).catch(none),
    ask(api.GET("/v1/incidents/categories")).then((told) => told.items, none),
    ask(api.GET("/v1/incidents/policies")).then((told) => told.policy, () => undefined),
  ]);
  const named = (from: readonly Shape<"NamedDocument">[] = []) =>
    from.map((one) => [one.code, one.name[language.value]] as const);
  const unit = Array.from(new Map([...units, ...departments]));
  return {
    ...(unit.length && { unit }),
    category: categories.map((one) => [one.code, one.name] as const),
    ...(policy && { grounds: named(policy.grounds || []), cause: named(policy.suspension?.causes) }),
  };
}

function Neighbours({ incident }: { incident: Incident }) {
  const asked = useAsked(
    () => ask(api.GET("/v1/incidents", { params: { query: { unit: incident.unit, limit: 6 } } })),
    [incident.id, language.value],
  );
  const others = (asked.data?.items || []).filter((line) => line.id !== incident.id).slice(0, 5);
  if (!others.length) return null;
  return (
    <div class="no-print">
      <Card title={t("samePlace")}>
        <CaseLines lines={others} />
      </Card>
    </div>
  );
}
