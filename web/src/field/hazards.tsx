import { useState } from "preact/hooks";
import { api, ask } from "../api/client.ts";
import * as forms from "../api/forms.ts";
import { useKept } from "../offline/kept.ts";
import { keep, outbox } from "../offline/outbox.ts";
import { ChoosePhotos } from "../offline/photos.tsx";
import type { Photo } from "../offline/plan.ts";
import { useSaving } from "../offline/saving.ts";
import { go, href, type Place } from "../router.ts";
import { Button, Card, Empty, LinkButton, Page, Problem, Select, Tag } from "../ui/components.tsx";
import { Asking } from "../ui/form.tsx";
import { urgency } from "../ui/time.ts";
import { ownGrids, whose } from "./own.ts";
import { t } from "./words.ts";

const due = (grid: string) =>
  useKept("hazards " + whose() + " " + grid, () => ask(api.GET("/v1/services/hazards/due", { params: { query: { grid } } })));

/** The places of a grid that are due to be looked at, and what is not put right yet. */
export function Hazards({ query }: Place) {
  const grids = ownGrids();
  const [grid, choose] = useState(query.get("grid") || grids[0]?.[0] || "");
  const list = due(grid);
  const visited = new Set(outbox.value.filter((one) => one.kind === "move_hazard_place").map((one) => one.target));
  return (
    <Page title={t("hazards")}>
      {grids.length > 1 && (
        <Select label={t("grid")} value={grid} options={grids} onChange={(event) => choose(event.currentTarget.value)} />
      )}
      <Card title={t("placesDue")}>
        <Problem refused={list.refused} again={() => void list.again()} />
        {list.asOf && <p class="hint">{list.asOf}</p>}
        {list.data && !list.data.items.length && <Empty>{t("nothingDue")}</Empty>}
        <ul class="lines">
          {(list.data?.items || []).map((one) => (
            <li key={one.place.id}>
              <a href={href("hazard/" + one.place.id, { grid })}>{one.place.name}</a>{" "}
              {visited.has(one.place.id) && <Tag tone="soon">{t("waiting")}</Tag>}{" "}
              {urgency(one.place.due_on, Date.now()) === "late" && <Tag tone="late">{t("late")}</Tag>}
              <p class="faint">
                {one.place.kind_name} · {one.place.where}
              </p>
            </li>
          ))}
        </ul>
        <LinkButton to={href("hazard/other", { grid })}>{t("elsewhere")}</LinkButton>
      </Card>
      <Card title={t("findingsOpen")}>
        <ul class="lines">
          {(list.data?.findings || []).map((one) => (
            <li key={one.id}>
              {one.what} <Tag tone={one.grade === "major" ? "late" : "plain"}>{one.status_name}</Tag>
              <p class="faint">{one.kind_name}</p>
            </li>
          ))}
        </ul>
        {list.data && !list.data.findings.length && <Empty />}
      </Card>
    </Page>
  );
}

/** One visit: nothing found, or an item of the checklist. A grid worker advises and reports, and never orders. */
export function Hazard({ params, query }: Place) {
  const grid = query.get("grid") || "";
  const list = due(grid);
  const checklists = useKept("checklists", () => ask(api.GET("/v1/services/hazards/checklists")));
  const place = list.data?.items.find((one) => one.place.id === params["place"])?.place;
  const known = (checklists.data?.items || []).filter((one) => !place || place.checklists.includes(one.kind));
  const [kind, choose] = useState("");
  const [photos, setPhotos] = useState<Photo[]>([]);
  const { busy, said, say, save } = useSaving();
  const chosen = known.find((one) => one.kind === kind) || (place && known.length === 1 ? known[0] : undefined);
  const nothing = async (): Promise<void> => {
    if (!place) return;
    await keep({ kind: "move_hazard_place", label: t("lookedAt", { name: place.name }), body: { action: "check" }, target: place.id });
    go(href("hazards", { grid }));
  };
  const send = async (body: Record<string, unknown>): Promise<void> => {
    const found_at = new Date().toISOString().replace("Z", "+00:00");
    const where = place ? { place: place.id } : { grid };
    await keep({
      kind: "hazard_finding",
      label: String(body["what"]).slice(0, 60),
      body: { ...body, ...where, kind: chosen?.kind, found_at },
      photos,
    });
    go(href("outbox"));
  };
  const wanted = { fields: forms.EnterFinding.fields.filter((one) => !["place", "grid", "kind", "found_at"].includes(one.name)) };
  const items = (chosen?.items || []).map((one) => [one.code, one.name] as const);
  return (
    <Page title={place?.name || t("elsewhere")}>
      <Problem refused={checklists.refused || list.refused} />
      <p class="hint" role="status">{said}</p>
      {place && (
        <Card>
          <p class="faint">
            {place.kind_name} · {place.where}
          </p>
          <Button kind="main" busy={busy} onClick={() => void save(nothing)}>{t("nothingFound")}</Button>
        </Card>
      )}
      <Card title={t("somethingFound")}>
        {checklists.asOf && <p class="hint">{checklists.asOf}</p>}
        {known.length !== 1 && (
          <Select
            label={t("checklist")}
            value={kind}
            options={[["", t("choose")], ...known.map((one) => [one.kind, one.kind_name] as const)]}
            onChange={(event) => choose(event.currentTarget.value)}
          />
        )}
        {chosen && (
          <Asking form={wanted} choices={{ item: items }} busy={busy} refused={undefined} send={(body) => void save(() => send(body))} sendLabel={t("save")}>
            <ChoosePhotos photos={photos} set={setPhotos} say={say} />
          </Asking>
        )}
      </Card>
    </Page>
  );
}
