import { useEffect } from "preact/hooks";
import { api, ask } from "../api/client.ts";
import { pull } from "../offline/copies.ts";
import { useKept } from "../offline/kept.ts";
import { outbox, stuck } from "../offline/outbox.ts";
import { useSaving } from "../offline/saving.ts";
import { href } from "../router.ts";
import { Button, Card, LinkButton, More, Page } from "../ui/components.tsx";
import { clock } from "../ui/time.ts";
import { AsOf, waitingForMe } from "./confirm.tsx";
import { whose } from "./own.ts";
import { beginRound, endRound, lookForRound, round } from "./round.ts";
import { t } from "./words.ts";

/** What a grid worker begins the day with. */
export function Today() {
  useEffect(() => {
    void pull(whose());
    void lookForRound(whose());
  }, []);
  // Asked now, so that they are on the phone when there is no line.
  useKept("categories", () => ask(api.GET("/v1/incidents/categories")));
  useKept("checklists", () => ask(api.GET("/v1/services/hazards/checklists")));
  const { busy, said, save } = useSaving();
  const on = round.value;
  const waiting = waitingForMe().length;
  return (
    <Page title={t("today")}>
      <Card>
        <AsOf />
        {outbox.value.length > 0 && (
          <p role="status" class={stuck.value ? "problem" : "hint"}>
            <a href={href("outbox")}>{stuck.value ? t("needYou", { n: stuck.value }) : t("waitToBeSent", { n: outbox.value.length })}</a>
          </p>
        )}
        <LinkButton kind="main" to={href("report")}>{on ? t("reportFinding") : t("report")}</LinkButton>
        <LinkButton to={href("confirm")}>{t("toConfirmN", { n: waiting })}</LinkButton>
        <LinkButton to={href("hazards")}>{t("hazards")}</LinkButton>
        <More>
          <LinkButton to={href("record/dispute")}>{t("dispute")}</LinkButton>
          <LinkButton to={href("record/visit")}>{t("visit")}</LinkButton>
          <LinkButton to={href("record/errand")}>{t("errand")}</LinkButton>
          <LinkButton to={href("record/work_day")}>{t("workDay")}</LinkButton>
          <LinkButton to={href("record/load")}>{t("load")}</LinkButton>
          <LinkButton to={href("scan")}>{t("scan")}</LinkButton>
        </More>
      </Card>
      <Card title={t("round")}>
        <p class="hint" role="status">{said}</p>
        {on ? (
          <>
            <p>{t("onRoundSince", { time: clock(on.at), n: on.findings })}</p>
            <Button kind="main" busy={busy} onClick={() => void save(endRound)}>{t("endRound")}</Button>
          </>
        ) : (
          <Button kind="main" busy={busy} onClick={() => void save(() => beginRound(whose()))}>{t("beginRound")}</Button>
        )}
      </Card>
    </Page>
  );
}
