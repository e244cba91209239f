import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { api, ask, type Shape } from "../api/client.ts";
import { Button, Card, Dialog, Problem, Shown } from "./components.tsx";
import { useAsked, useStep } from "./data.ts";
import { language } from "./language.ts";
import { moment } from "./time.ts";
import { t } from "./words.ts";

type Media = Shape<"MediaLine">;

/** How often one looks whether what was just sent has been checked. */
const CHECKED = 3_000;

/** Photos before and after, small ones first: the whole is fetched when it is looked at. `add` is what adds more. */
export function Photos({ incident, add }: { incident: string; add?: (again: () => Promise<void>) => ComponentChildren }) {
  const path = { incident_id: incident };
  const asked = useAsked(
    () => ask(api.GET("/v1/media/incidents/{incident_id}", { params: { path, query: { limit: 50 } } })),
    [incident, language.value],
    (list) => (list.items.some((one) => one.state === "pending") ? CHECKED : undefined),
  );
  const [open, show] = useState<{ media: Media; url: string }>();
  const { refused, run } = useStep();
  const look = (media: Media): void =>
    void run(async () => {
      const whole = await ask(
        api.GET("/v1/media/incidents/{incident_id}/{media_id}", { params: { path: { ...path, media_id: media.id } } }),
      );
      if (whole.download) show({ media, url: whole.download.url });
    });
  return (
    <Card title={t("photos")} aside={add?.(asked.again)}>
      <Problem refused={refused} />
      <Shown asked={asked}>
        {(list) => {
          const ready = list.items.filter((one) => one.state === "ready");
          const pending = list.items.filter((one) => one.state === "pending").length;
          const wrong = list.items.filter((one) => one.state === "refused");
          return (
            <>
              <div aria-live="polite">
                {pending > 0 && <p>{t("beingChecked", { n: pending })}</p>}
                {wrong.map((one) => (
                  <p key={one.id} class="error">
                    {t("photoOfTime", { at: moment(one.announced_at) })} {one.reason_text || one.state_name}
                  </p>
                ))}
                {!list.items.length && <p class="faint">{t("noPhotos")}</p>}
              </div>
              <ul class="photos">
                {ready.map((one) => (
                  <li key={one.id}>
                    <button type="button" class="photo" aria-haspopup="dialog" onClick={() => look(one)}>
                      {one.thumbnail ? <img src={one.thumbnail.url} alt="" /> : null}
                      <span>
                        {one.kind_name}
                        <br />
                        <span class="faint">{moment(one.announced_at)}</span>
                      </span>
                    </button>
                  </li>
                ))}
              </ul>
            </>
          );
        }}
      </Shown>
      {open && (
        <Dialog title={open.media.kind_name} close={() => show(undefined)}>
          {open.media.content_type.startsWith("image/") ? (
            <img class="whole" src={open.url} alt={open.media.kind_name} />
          ) : (
            <audio controls src={open.url} />
          )}
          <p>
            <Button onClick={() => window.open(open.url, "_blank", "noopener")}>{t("open")}</Button>
          </p>
        </Dialog>
      )}
    </Card>
  );
}
