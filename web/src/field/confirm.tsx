import { useEffect, useState } from "preact/hooks";
import { copies, copiedAt, notCopied, pull, type Incident } from "../offline/copies.ts";
import { keep, outbox } from "../offline/outbox.ts";
import { useSaving } from "../offline/saving.ts";
import { go, href, type Place } from "../router.ts";
import { Button, Card, Due, Empty, Facts, Page, Problem, Tag, TextArea } from "../ui/components.tsx";
import { Photos } from "../ui/photos.tsx";
import { clock, moment } from "../ui/time.ts";
import { t as offline } from "../offline/words.ts";
import { whose } from "./own.ts";
import { t } from "./words.ts";

/** Solved, and waiting for whoever lives beside it to say so; without what is already answered and not sent yet. */
export function waitingForMe(): Incident[] {
  const answered = new Set(outbox.value.map((one) => one.target));
  return copies.value.filter((one) => one.actions.includes("confirm") && !answered.has(one.id));
}

export function ToConfirm() {
  useEffect(() => void pull(whose()), []);
  const lines = waitingForMe();
  return (
    <Page title={t("toConfirm")} aside={<Button onClick={() => void pull(whose())}>{t("refresh")}</Button>}>
      <Card>
        <AsOf />
        {lines.length ? (
          <ul class="lines">
            {lines.map((one) => (
              <li key={one.id}>
                <a href={href("confirm/" + one.id)}>{one.description}</a> <Tag tone="active">{one.status_name}</Tag>
                <p class="faint">{one.category_name}</p>
                {one.due_at && <Due at={one.due_at} />}
              </li>
            ))}
          </ul>
        ) : (
          <Empty>{t("nothingToConfirm")}</Empty>
        )}
      </Card>
    </Page>
  );
}

/** One solution: what was wrong, what was done, the photos; yes, or no with the reason. */
export function Confirm({ params, query }: Place) {
  const again = query.get("again") !== null; // somebody wants to see it as it is by now
  useEffect(() => {
    if (again || !copies.value.length) void pull(whose());
  }, []);
  const incident = copies.value.find((one) => one.id === params["id"]);
  const [reason, say] = useState("");
  const [no, setNo] = useState(false);
  const { busy, said, save } = useSaving();
  const answer = async (action: "confirm" | "reject"): Promise<void> => {
    if (!incident) return;
    const body = { action, ...(reason && { reason }) };
    const label = t(action) + "：" + incident.description.slice(0, 40);
    await keep({ kind: "move", label, body, target: incident.id, version: incident.version });
    go(href("confirm"));
  };
  return (
    <Page title={t("isItSolved")}>
      {!incident && <Card><AsOf /><Empty>{t("notHere")}</Empty></Card>}
      {incident && (
        <>
          <Card title={incident.case_code} aside={<Tag tone="active">{incident.status_name}</Tag>}>
            <p class="said">{incident.description}</p>
            <Facts
              of={[
                [t("category"), incident.category_name],
                [t("doneSaid"), incident.done],
                [t("reported"), moment(incident.created_at)],
                [t("due"), incident.due_at && <Due at={incident.due_at} />],
              ]}
            />
          </Card>
          <Photos incident={incident.id} />
          {incident.actions.includes("confirm") && (
            <Card title={t("goAndLook")}>
              <p class="hint" role="status">{said}</p>
              {!no && (
                <>
                  <Button kind="main" busy={busy} onClick={() => void save(() => answer("confirm"))}>{t("confirm")}</Button>
                  <Button onClick={() => setNo(true)}>{t("reject")}</Button>
                </>
              )}
              {no && (
                <form
                  onSubmit={(event) => {
                    event.preventDefault();
                    void save(() => answer("reject"));
                  }}
                >
                  <TextArea label={t("whyNot")} required value={reason} onInput={(event) => say(event.currentTarget.value)} />
                  <Button kind="main" type="submit" busy={busy}>{t("reject")}</Button>
                  <Button onClick={() => setNo(false)}>{t("back")}</Button>
                </form>
              )}
            </Card>
          )}
        </>
      )}
    </Page>
  );
}

/** How old what is shown is, while there is no line. */
export function AsOf() {
  const refused = notCopied.value;
  if (!refused) return null;
  if (refused.status !== 0) return <Problem refused={refused} again={() => void pull(whose())} />;
  return <p class="hint" role="status">{copiedAt.value ? offline("asOf", { time: clock(copiedAt.value) }) : refused.message}</p>;
}
