import { useState } from "preact/hooks";
import { api, ask, newKey, type Shape } from "../api/client.ts";
import { Severity } from "../api/forms.ts";
import { useKept } from "../offline/kept.ts";
import { keep, outbox } from "../offline/outbox.ts";
import { ChoosePhotos } from "../offline/photos.tsx";
import type { Kept, Photo } from "../offline/plan.ts";
import { useSaving } from "../offline/saving.ts";
import { go, href, type Place } from "../router.ts";
import { Button, Card, Input, Page, Problem, Select, TextArea } from "../ui/components.tsx";
import { optionOf } from "../ui/labels.ts";
import { ownGrids, placesToReport } from "./own.ts";
import { foundOnRound, round, standsOn } from "./round.ts";
import { t } from "./words.ts";

type Severity = Shape<"Severity">;
type Point = Shape<"ReportedLocation">;
interface Draft {
  category: string;
  severity: Severity;
  description: string;
  unit: string;
  done: string;
  location?: Point;
}

/** Report what is wrong: kept on the device first, sent when there is a line. `again` mends one that was refused. */
export function ReportPage({ query }: Place) {
  const mended = outbox.value.find((one) => one.op_id === query.get("again"));
  const places = placesToReport();
  const worker = ownGrids().length > 0;
  const begun = (mended?.body || {}) as Partial<Draft>;
  const [draft, set] = useState<Draft>({
    category: begun.category || query.get("category") || "",
    severity: begun.severity || "general",
    description: begun.description || "",
    unit: begun.unit || query.get("unit") || places[0]?.[0] || "",
    done: begun.done || "",
    ...(begun.location && { location: begun.location }),
  });
  const [photos, setPhotos] = useState<Photo[]>(mended?.photos || []);
  const { busy, said, say, save } = useSaving();
  const categories = useKept("categories", () => ask(api.GET("/v1/incidents/categories")));
  const errors: Record<string, string> = {};
  for (const one of mended?.problem?.errors || []) errors[one.field] = one.message;
  const change = (part: Partial<Draft>): void => set({ ...draft, ...part });
  const onRound = worker && round.value;

  const locate = (): void => {
    say(t("locating"));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        change({ location: { lat: coords.latitude, lon: coords.longitude, crs: "wgs84" } });
        say("");
      },
      () => say(t("notLocated")),
      { enableHighAccuracy: true, timeout: 20_000 },
    );
  };
  const keepIt = async (): Promise<void> => {
    await keep({
      ...deedOf(draft, worker),
      photos,
      ...(onRound ? standsOn(onRound) : {}),
      ...(mended && { instead: mended as Kept }),
    });
    if (onRound) await foundOnRound();
    go(href("outbox"));
  };

  const deedOf = (one: Draft, inTheField: boolean) => ({
    kind: onRound ? "finding" : "report",
    label: one.description.slice(0, 60),
    body: {
      category: one.category,
      severity: one.severity,
      description: one.description,
      ...(one.unit && { unit: one.unit }),
      ...(one.location && { location: one.location }),
      ...(onRound ? (one.done ? { handled: true, done: one.done } : {}) : { source: inTheField ? "patrol" : "resident" }),
      client_ref: newKey(),
      done_at: new Date().toISOString().replace("Z", "+00:00"),
    },
  });

  return (
    <Page title={onRound ? t("reportFinding") : t("report")}>
      <form
        class="card"
        onSubmit={(event) => {
          event.preventDefault();
          void save(keepIt);
        }}
      >
        {mended?.problem && <p class="problem" role="alert">{mended.problem.detail || mended.problem.title}</p>}
        <TextArea
          label={t("what")}
          required
          maxLength={4000}
          value={draft.description}
          error={errors["description"]}
          onInput={(event) => change({ description: event.currentTarget.value })}
        />
        <Select
          label={t("category")}
          required
          value={draft.category}
          error={errors["category"]}
          {...(categories.asOf && { hint: categories.asOf })}
          options={[["", t("choose")], ...(categories.data?.items || []).map((one) => [one.code, one.name] as const)]}
          onChange={(event) => change({ category: event.currentTarget.value })}
        />
        <Problem refused={categories.refused} again={() => void categories.again()} />
        <fieldset class="field severities">
          <legend>{t("severity")}</legend>
          {(Object.keys(Severity) as Severity[]).map((one) => (
            <label key={one} class="choice">
              <input type="radio" name="severity" checked={draft.severity === one} onChange={() => change({ severity: one })} />
              {optionOf(one, Severity)}
            </label>
          ))}
        </fieldset>
        {draft.severity === "urgent" && <p class="hint" role="status">{t("callToo")}</p>}
        {places.length > 1 && (
          <Select
            label={t("where")}
            value={draft.unit}
            error={errors["unit"]}
            options={places}
            onChange={(event) => change({ unit: event.currentTarget.value })}
          />
        )}
        {onRound && (
          <Input
            label={t("doneOnTheSpot")}
            optional
            value={draft.done}
            error={errors["done"]}
            onInput={(event) => change({ done: event.currentTarget.value })}
          />
        )}
        <div class="field">
          {draft.location ? (
            <p class="hint">
              {t("located")} <Button kind="quiet" onClick={() => change({ location: undefined as unknown as Point })}>{t("leaveOut")}</Button>
            </p>
          ) : (
            "geolocation" in navigator && <Button onClick={locate}>{t("locate")}</Button>
          )}
        </div>
        <ChoosePhotos photos={photos} set={setPhotos} say={say} />
        <p role="status" class="hint">{said}</p>
        <Button kind="main" type="submit" busy={busy}>{t("save")}</Button>
      </form>
      <Card>
        <p class="faint">{t("keptFirst")}</p>
      </Card>
    </Page>
  );
}
