import { useState } from "preact/hooks";
import { api, ask, type Shape } from "../api/client.ts";
import { href, type Place } from "../router.ts";
import { me } from "../session/me.ts";
import { Button, Card, Due, Facts, LinkButton, Page, Problem, Select, Shown, Tag, TextArea } from "../ui/components.tsx";
import { useAsked, useList, useStep } from "../ui/data.ts";
import { language } from "../ui/language.ts";
import { moment } from "../ui/time.ts";
import { Lines, Steps } from "./lists.tsx";
import { t } from "./words.ts";

type Incident = Shape<"IncidentView">;

/** What is one's own: where one goes from here, and what became of one's reports. */
export function Mine() {
  const household = me.value?.household;
  const list = useList(
    (cursor) => ask(api.GET("/v1/incidents", { params: { query: { mine: true, limit: 25, ...(cursor && { cursor }) } } })),
    [language.value],
  );
  return (
    <Page title={t("mine")}>
      <Card>
        <LinkButton kind="main" to="#/report">
          {t("report")}
        </LinkButton>
        <Where household={household} />
      </Card>
      <Card title={t("myReports")}>
        <Lines list={list} none={t("noReports")}>
          {(line) => (
            <>
              <a href={href("mine/" + line.id)}>{line.description}</a>{" "}
              <Tag tone={line.due_at ? "active" : "done"}>{line.status_name}</Tag>
              <p class="faint">
                {line.category_name} · {line.unit_name} · {moment(line.created_at)}
              </p>
            </>
          )}
        </Lines>
      </Card>
    </Page>
  );
}

/** Where one goes from here: each with a word of what is there, no row of buttons that look alike. */
function Where({ household }: { household: string | null | undefined }) {
  const places = [
    ["inbox", t("inbox"), t("aboutInbox")],
    ...(household ? [["household/" + household, t("points"), t("aboutPoints")]] : []),
    ["meetings", t("meetings"), t("aboutMeetings")],
    ["ideas", t("ideas"), t("aboutIdeas")],
    ["machines", t("machines"), t("aboutMachines")],
    ["feedback", t("feedback"), t("aboutFeedback")],
  ] as [string, string, string][];
  return (
    <ul class="lines places">
      {places.map(([to, name, about]) => (
        <li key={to}>
          <a href={href(to)}>
            <strong>{name}</strong>
            <span class="faint">{about}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** One own report: what happens next in the API's words, the steps, and whether one is satisfied. */
export function Report({ params }: Place) {
  const path = { incident_id: params["id"] as string };
  const asked = useAsked(
    () => ask(api.GET("/v1/incidents/{incident_id}", { params: { path } })),
    [path.incident_id, language.value],
    (incident) => (incident.closed_at ? undefined : 60_000),
  );
  const steps = useAsked(
    () => ask(api.GET("/v1/incidents/{incident_id}/timeline", { params: { path, query: { limit: 100 } } })),
    [path.incident_id, language.value, asked.data?.version],
  );
  return (
    <Page title={t("myReport")}>
      <Shown asked={asked}>
        {(incident) => (
          <>
            <Card title={incident.case_code} aside={<Tag tone={incident.closed_at ? "done" : "active"}>{incident.status_name}</Tag>}>
              <p class="said">{incident.description}</p>
              <div aria-live="polite">
                <p>{incident.receipt.text}</p>
              </div>
              <Facts
                of={[
                  [t("category"), incident.category_name],
                  [t("due"), incident.due_at && <Due at={incident.due_at} />],
                  [t("done"), incident.done],
                ]}
              />
            </Card>
            {incident.actions.includes("rate") && <Rate incident={incident} again={asked.again} />}
            <Steps asked={steps} said={(step) => step.reason} />
          </>
        )}
      </Shown>
      <LinkButton to="#/mine">{t("toMine")}</LinkButton>
    </Page>
  );
}

/** Whether the result satisfies; the reasons are those of the county's policy, as the inbox asks them. */
function Rate({ incident, again }: { incident: Incident; again: () => Promise<void> }) {
  const [why, choose] = useState("");
  const [comment, say] = useState("");
  const [bad, open] = useState(false);
  const { busy, refused, run } = useStep();
  const asked = useAsked(() => ask(api.GET("/v1/notices/inbox", { params: { query: { limit: 50 } } })), [incident.id]);
  const message = asked.data?.items.find((one) => one.rating && one.about.id === incident.id);
  const rate = (satisfied: boolean): void =>
    void run(async () => {
      const said = { satisfied, ...(!satisfied && why && { answer: why }), ...(comment && { reason: comment }) };
      const body = { action: "rate", ...said } as Shape<"MoveIncident">;
      await ask(api.POST("/v1/incidents/{incident_id}/transitions", { params: { path: { incident_id: incident.id } }, body }));
      await again();
    });
  return (
    <Card title={t("satisfied")}>
      {!bad && (
        <>
          <Button kind="main" busy={busy} onClick={() => rate(true)}>
            {t("yesSatisfied")}
          </Button>
          <Button onClick={() => open(true)}>{t("notSatisfied")}</Button>
        </>
      )}
      {bad && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            rate(false);
          }}
        >
          {message?.rating && (
            <Select
              label={t("whyNot")}
              required
              value={why}
              options={[["", t("choose")], ...message.rating.answers.map((one) => [one.code, one.name] as const)]}
              onChange={(event) => choose(event.currentTarget.value)}
            />
          )}
          <TextArea label={t("comment")} optional value={comment} onInput={(event) => say(event.currentTarget.value)} />
          <Button kind="main" type="submit" busy={busy}>
            {t("send")}
          </Button>
          <Button onClick={() => open(false)}>{t("cancel")}</Button>
        </form>
      )}
      <Problem refused={refused} />
    </Card>
  );
}
