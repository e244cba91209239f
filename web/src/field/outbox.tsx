import { arrived, letGo, outbox, send } from "../offline/outbox.ts";
import { isStuck, type Kept } from "../offline/plan.ts";
import { href } from "../router.ts";
import { Button, Card, Empty, LinkButton, Page, Tag } from "../ui/components.tsx";
import { moment } from "../ui/time.ts";
import { t } from "./words.ts";

/** What is not sent yet, what was refused, and what has arrived. */
export function Outbox() {
  const waiting = outbox.value;
  return (
    <Page title={t("outbox")} aside={waiting.length > 0 && <Button onClick={() => void send()}>{t("sendNow")}</Button>}>
      <Card>
        <div aria-live="polite">
          {waiting.length ? (
            <ul class="lines">
              {waiting.map((one) => (
                <Waiting key={one.op_id} one={one} />
              ))}
            </ul>
          ) : (
            <Empty>{t("allSent")}</Empty>
          )}
        </div>
      </Card>
      {arrived.value.length > 0 && (
        <Card title={t("arrived")}>
          <ul class="lines">
            {arrived.value.map((one) => (
              <li key={one.op_id}>
                <Tag tone="done">{t("sent")}</Tag> {one.label}
                {one.code && (
                  <p>
                    <a href={href("track/" + one.code)}>{one.code}</a>
                  </p>
                )}
                {one.text && <p class="faint">{one.text}</p>}
              </li>
            ))}
          </ul>
        </Card>
      )}
      <LinkButton kind="main" to={href("report")}>{t("another")}</LinkButton>
    </Page>
  );
}

function Waiting({ one }: { one: Kept }) {
  const stuck = isStuck(one);
  const mend = one.kind === "report" || one.kind === "finding";
  return (
    <li>
      <Tag tone={stuck ? "late" : "soon"}>{t(one.state)}</Tag> {one.label}
      <p class="faint">
        {moment(one.done_at)}
        {one.photos.length > 0 && " · " + t("withPhotos", { n: one.photos.length })}
      </p>
      {stuck && (
        <div class="problem">
          <p>{one.problem?.detail || one.problem?.title || t("conflictSaid")}</p>
          {(one.problem?.errors || []).map((error) => (
            <p key={error.field}>{error.message}</p>
          ))}
          {mend && !one.thing && <LinkButton to={href("report", { again: one.op_id })}>{t("mend")}</LinkButton>}
          {one.state === "conflict" && one.kind === "move" && one.target && (
            <LinkButton to={href("confirm/" + one.target, { again: "yes" })}>{t("asItIs")}</LinkButton>
          )}
          <Button kind="danger" onClick={() => confirm(t("sureToLetGo")) && void letGo(one)}>{t("letGo")}</Button>
        </div>
      )}
    </li>
  );
}
