import { useState } from "preact/hooks";
import { api, ask, newKey } from "../api/client.ts";
import { go, href, type Place } from "../router.ts";
import { ownVillage } from "../session/me.ts";
import { Button, Card, Due, Empty, Facts, Input, LinkButton, Page, Problem, Shown, Tag, TextArea } from "../ui/components.tsx";
import { useAsked, useList, useStep } from "../ui/data.ts";
import { language } from "../ui/language.ts";
import { moment } from "../ui/time.ts";
import { Lines } from "./lists.tsx";
import { t } from "./words.ts";

/** What villagers suggest to their village, and a form for one more. */
export function Ideas() {
  const village = ownVillage();
  if (!village)
    return (
      <Page title={t("ideas")}>
        <Empty>{t("noVillage")}</Empty>
      </Page>
    );
  return <IdeasOf village={village} />;
}

function IdeasOf({ village }: { village: string }) {
  const list = useList(
    (cursor) => ask(api.GET("/v1/assembly/ideas", { params: { query: { village, limit: 25, ...(cursor && { cursor }) } } })),
    [village, language.value],
  );
  return (
    <Page title={t("ideas")}>
      <NewIdea village={village} />
      <Card title={t("ideasOfVillage")}>
        <Lines list={list} none={t("noIdeas")}>
          {(line) => (
            <>
              <a href={href("ideas/" + line.id)}>{line.title || line.id}</a>{" "}
              {line.status_name && <Tag>{line.status_name}</Tag>}
              <p class="faint">{moment(line.created_at)}</p>
            </>
          )}
        </Lines>
      </Card>
    </Page>
  );
}

function NewIdea({ village }: { village: string }) {
  const [title, setTitle] = useState("");
  const [text, setText] = useState("");
  const [key] = useState(newKey);
  const { busy, refused, run } = useStep();
  const errors = Object.fromEntries((refused?.errors || []).map((one) => [one.field, one.message]));
  return (
    <Card title={t("newIdea")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void run(async () => {
            const header = { "Idempotency-Key": key };
            const made = await ask(api.POST("/v1/assembly/ideas", { body: { village, title, text }, params: { header } }));
            go(href("ideas/" + made.id));
          });
        }}
      >
        <Input label={t("ideaTitle")} required maxLength={100} value={title} error={errors["title"]} onInput={(event) => setTitle(event.currentTarget.value)} />
        <TextArea label={t("ideaText")} required value={text} error={errors["text"]} onInput={(event) => setText(event.currentTarget.value)} />
        <Problem refused={refused} />
        <Button kind="main" type="submit" busy={busy}>
          {t("send")}
        </Button>
      </form>
    </Card>
  );
}

/** One idea, how many second it, and what the village answered. */
export function Idea({ params }: Place) {
  const path = { idea: params["id"] as string };
  const asked = useAsked(() => ask(api.GET("/v1/assembly/ideas/{idea}", { params: { path } })), [path.idea, language.value]);
  const { busy, refused, run } = useStep();
  return (
    <Page title={t("idea")}>
      <Shown asked={asked}>
        {(idea) => (
          <Card title={idea.title} aside={<Tag tone={idea.answered_at ? "done" : "active"}>{idea.status_name}</Tag>}>
            <p class="said">{idea.text}</p>
            <Facts
              of={[
                [t("handedIn"), moment(idea.submitted_at)],
                [t("seconded"), t("people", { n: idea.seconded_by })],
                [t("due"), idea.due_at && <Due at={idea.due_at} />],
                [t("answer"), idea.answer],
                [t("answeredAt"), idea.answered_at && moment(idea.answered_at)],
              ]}
            />
            {idea.actions.includes("second") && (
              <Button
                kind="main"
                busy={busy}
                onClick={() =>
                  void run(async () => {
                    await ask(api.POST("/v1/assembly/ideas/{idea}/seconds", { params: { path } }));
                    await asked.again();
                  })
                }
              >
                {t("second")}
              </Button>
            )}
            <Problem refused={refused} />
          </Card>
        )}
      </Shown>
      <LinkButton to="#/ideas">{t("ideas")}</LinkButton>
    </Page>
  );
}
