import { useState } from "preact/hooks";
import { api, ask, newKey, type Shape } from "../api/client.ts";
import { MoveFeedback, services_feedback } from "../api/forms.ts";
import { go, href, type Place } from "../router.ts";
import { holds } from "../session/me.ts";
import { Button, Card, Due, Facts, LinkButton, Page, Problem, Select, Shown, Tag, TextArea } from "../ui/components.tsx";
import { useAsked, useList, useStep, type AskedPages } from "../ui/data.ts";
import { optionsOf } from "../ui/labels.ts";
import { language } from "../ui/language.ts";
import { Moves } from "../ui/moves.tsx";
import { moment } from "../ui/time.ts";
import { Lines, Steps } from "./lists.tsx";
import { t } from "./words.ts";

type Feedback = Shape<"FeedbackView">;
type Status = Feedback["status"];

/** Complaints, suggestions and faults of this app: a form, what one said before, and for the administrator what waits. */
export function FeedbackPage({ query }: Place) {
  const own = useList(
    (cursor) => ask(api.GET("/v1/services/own-feedback", { params: { query: { limit: 25, ...(cursor && { cursor }) } } })),
    [language.value],
  );
  return (
    <Page title={t("feedback")}>
      {holds("county_admin") && <Waiting status={query.get("status") || "open"} />}
      <Say page={query.get("page") || ""} />
      <Card title={t("saidBefore")}>
        <Said list={own} none={t("saidNothing")} />
      </Card>
    </Page>
  );
}

function Say({ page }: { page: string }) {
  const [sort, choose] = useState("suggestion");
  const [text, type] = useState("");
  const [key] = useState(newKey);
  const { busy, refused, run } = useStep();
  return (
    <Card title={t("sayIt")}>
      <p class="hint">{t("feedbackHint")}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void run(async () => {
            const body = { sort: sort as Feedback["sort"], text, ...(page && { page }) } as Shape<"HandInFeedback">;
            const header = { "Idempotency-Key": key };
            const made = await ask(api.POST("/v1/services/feedback", { body, params: { header } }));
            go(href("feedback/" + made.id));
          });
        }}
      >
        <Select
          label={t("sort")}
          value={sort}
          options={[
            ["suggestion", t("suggestion")],
            ["complaint", t("complaint")],
            ["fault", t("fault")],
          ]}
          onChange={(event) => choose(event.currentTarget.value)}
        />
        <TextArea label={t("words")} required value={text} onInput={(event) => type(event.currentTarget.value)} />
        <Problem refused={refused} />
        <Button kind="main" type="submit" busy={busy}>
          {t("send")}
        </Button>
      </form>
    </Card>
  );
}

function Waiting({ status }: { status: string }) {
  const list = useList(
    (cursor) =>
      ask(
        api.GET("/v1/services/feedback", {
          params: { query: { status: status as Status, limit: 25, ...(cursor && { cursor }) } },
        }),
      ),
    [status, language.value],
  );
  return (
    <Card title={t("toAnswer")}>
      <Select
        label={t("status")}
        value={status}
        options={optionsOf(services_feedback)}
        onChange={(event) => go(href("feedback", { status: event.currentTarget.value }))}
      />
      <Said list={list} none={t("nothingWaits")} />
    </Card>
  );
}

const Said = ({ list, none }: { list: AskedPages<Feedback>; none: string }) => (
  <Lines list={list} none={none}>
    {(one) => (
      <>
        <a href={href("feedback/" + one.id)}>{one.text.slice(0, 60)}</a>{" "}
        <Tag tone={one.due_at ? "active" : "done"}>{one.status_name}</Tag>
        <p class="faint">
          {one.sort_name} · {moment(one.handed_in_at)}
        </p>
      </>
    )}
  </Lines>
);

/** One word about the app: what was said, what was answered, and whether that was well. */
export function FeedbackThing({ params }: Place) {
  const path = { feedback: params["id"] as string };
  const asked = useAsked(
    () => ask(api.GET("/v1/services/feedback/{feedback}", { params: { path } })),
    [path.feedback, language.value],
  );
  const steps = useAsked(
    () => ask(api.GET("/v1/services/feedback/{feedback}/history", { params: { path } })),
    [path.feedback, language.value, asked.data?.version],
  );
  return (
    <Page title={t("feedback")}>
      <Shown asked={asked}>
        {(one) => (
          <>
            <Card title={one.sort_name} aside={<Tag tone={one.due_at ? "active" : "done"}>{one.status_name}</Tag>}>
              <p class="said">{one.text}</p>
              <Facts
                of={[
                  [t("handedIn"), moment(one.handed_in_at)],
                  [t("due"), one.due_at && <Due at={one.due_at} />],
                  [t("answer"), one.answer],
                ]}
              />
              <Moves
                form={MoveFeedback}
                actions={one.actions}
                take={async (action, said) => {
                  const header = { "If-Match": `"${one.version}"` };
                  const body = { action, ...said } as Shape<"MoveFeedback">;
                  await ask(api.POST("/v1/services/feedback/{feedback}/transitions", { params: { path, header }, body }));
                  await asked.again();
                }}
              />
            </Card>
            <Steps asked={steps} said={(step) => step.said} />
          </>
        )}
      </Shown>
      <LinkButton to="#/feedback">{t("feedback")}</LinkButton>
    </Page>
  );
}
