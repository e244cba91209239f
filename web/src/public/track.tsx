import { useState } from "preact/hooks";
import { api, ask } from "../api/client.ts";
import { go, href, type Place } from "../router.ts";
import { Button, Card, Due, Facts, Input, Page, Shown, Tag } from "../ui/components.tsx";
import { useAsked } from "../ui/data.ts";
import { language } from "../ui/language.ts";
import { moment } from "../ui/time.ts";
import { t as all } from "../ui/words.ts";
import { t } from "./words.ts";

export function TrackForm() {
  const [code, type] = useState("");
  const look = (event: Event): void => {
    event.preventDefault();
    if (code.trim()) go(href("track/" + encodeURIComponent(code.trim())));
  };
  return (
    <Card>
      <form onSubmit={look}>
        <Input
          label={t("askCode")}
          hint={t("askCodeHint")}
          value={code}
          autoComplete="off"
          required
          onInput={(event) => type(event.currentTarget.value)}
        />
        <Button kind="main" type="submit">
          {t("look")}
        </Button>
      </form>
    </Card>
  );
}

/** Where whoever has a code types it in. */
export const TrackPage = () => (
  <Page title={all("track")}>
    <TrackForm />
  </Page>
);

/** How far a case is, for whoever holds its code; nothing of a person is in it. */
export function Track({ params }: Place) {
  const code = params["code"] as string;
  const asked = useAsked(
    () => ask(api.GET("/v1/track/{case_code}", { params: { path: { case_code: code } } })),
    [code, language.value],
  );
  return (
    <Page title={all("track")}>
      <Shown asked={asked}>
        {(case_) => (
          <>
            <Card title={case_.case_code} aside={<Tag tone="active">{case_.status_name}</Tag>}>
              <Facts
                of={[
                  [t("what"), case_.category_name],
                  [t("tier"), case_.tier_name],
                  [t("reported"), moment(case_.reported_at)],
                  [t("due"), case_.due_at && <Due at={case_.due_at} />],
                ]}
              />
            </Card>
            <Card title={t("steps")}>
              <ol class="steps">
                {case_.steps.map((step) => (
                  <li key={step.at + step.event}>
                    <time dateTime={step.at}>{moment(step.at)}</time> {step.event_name}
                  </li>
                ))}
              </ol>
            </Card>
          </>
        )}
      </Shown>
    </Page>
  );
}
