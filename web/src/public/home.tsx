import { Card, LinkButton, Page } from "../ui/components.tsx";
import { t as all } from "../ui/words.ts";
import { TrackForm } from "./track.tsx";
import { t } from "./words.ts";

export function Home() {
  return (
    <Page title={t("begin")}>
      <p>{t("intro")}</p>
      <TrackForm />
      <Card title={t("more")}>
        <LinkButton kind="main" to="#/report">
          {t("report")}
        </LinkButton>
        <LinkButton to="#/mine">{t("mine")}</LinkButton>
        <LinkButton to="#/board">{all("board")}</LinkButton>
        <LinkButton to="#/feedback">{t("feedback")}</LinkButton>
      </Card>
    </Page>
  );
}
