import { useEffect, useRef } from "preact/hooks";
import { api, ask, type Shape } from "../api/client.ts";
import { DrawBriefing, MoveBriefing } from "../api/forms.ts";
import { href, type Place, replace } from "../router.ts";
import { unitName } from "../session/units.ts";
import { Button, Card, Input, Page, Problem, Select, Shown, Table, Tag } from "../ui/components.tsx";
import { useAsked, useList } from "../ui/data.ts";
import type { Values } from "../ui/filled.ts";
import { language } from "../ui/language.ts";
import { Moves } from "../ui/moves.tsx";
import { t as all } from "../ui/words.ts";
import { byAge, byTier, COUNTS } from "./board.ts";
import { plainDesks, plainDeskOf } from "./posts.ts";
import { Lines, Make, nothing } from "./things.tsx";
import { t } from "./words.ts";

const MONTH = /^20\d\d-(0[1-9]|1[0-2])$/;
const thisMonth = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7);

/** The area and the months a board is about, as the address says. */
export function useAbout(path: string, query: URLSearchParams) {
  const unit = plainDeskOf(query.get("unit"));
  const first = MONTH.test(query.get("first") || "") ? (query.get("first") as string) : thisMonth();
  const last = MONTH.test(query.get("last") || "") && (query.get("last") as string) >= first ? (query.get("last") as string) : first;
  const set = (change: Record<string, string>): void => replace(href(path, { unit, first, last, ...change }));
  const picker = (
    <div class="filters no-print">
      {plainDesks().length > 1 && (
        <Select label={t("unit")} options={plainDesks()} value={unit || ""} onChange={(e) => set({ unit: e.currentTarget.value })} />
      )}
      <Input type="month" label={t("from")} value={first} onChange={(e) => set({ first: e.currentTarget.value })} />
      <Input type="month" label={t("until")} value={last} onChange={(e) => set({ last: e.currentTarget.value })} />
    </div>
  );
  return { unit, first, last, picker };
}

/** How an area stands: what is open, late, returned and reopened, beside the months before; offices, never persons. */
export function Tracking({ query }: Place) {
  const { unit, first, last, picker } = useAbout("tracking", query);
  const params = { query: { unit: unit || "", first, last } };
  const board = useAsked(() => ask(api.GET("/v1/reports/tracking", { params })), [unit, first, last, language.value]);
  const points = useAsked(() => ask(api.GET("/v1/reports/tracking/points", { params })), [unit, first, last, language.value]);
  return (
    <Page title={t("tracking")} aside={<Button onClick={() => print()}>{all("print")}</Button>}>
      {picker}
      <Shown asked={board}>{(told) => <Board board={told} />}</Shown>
      <Card title={t("stands")}>
        <Shown asked={points}>{(told) => <Points points={told} />}</Shown>
      </Card>
    </Page>
  );
}

const NAMED = { open: "openNow", overdue: "overdue", returned: "returned", reopened: "reopened" } as const;
const said = (count: number, atLeast: boolean): string => (atLeast ? t("atLeast", { n: count }) : String(count));

function Board({ board }: { board: Shape<"TrackingBoard"> }) {
  const { now, before } = board.reported;
  const numbers = [
    [t("reportedNow"), now.matters, before.matters],
    [t("openNow"), board.open.total, null],
    [t("overdue"), said(board.overdue.total, board.overdue.at_least), null],
    [t("returned"), now.returned, before.returned],
    [t("reopened"), now.reopened, before.reopened],
    [t("obligations"), said(board.obligations.open, board.obligations.at_least), null],
    [t("obligationsLate"), said(board.obligations.overdue, board.obligations.at_least), null],
  ] as const;
  const counts = COUNTS.map((one) => t(NAMED[one]));
  const head = [t("reportedNow"), t("before"), t("openNow"), t("returned"), t("reopened"), t("lateNow"), t("unsatisfied")];
  const cells = (one: Shape<"TrackedCategory"> | Shape<"TrackedUnit">): string[] =>
    [one.now.matters, one.before.matters, one.open, one.now.returned, one.now.reopened, one.now.late, one.now.unsatisfied].map(String);
  return (
    <>
      <ul class="numbers" aria-label={t("tracking")}>
        {numbers.map(([name, count, was]) => (
          <li key={name}>
            <span class="number">
              <strong>{count}</strong>
              <span>{name}</span>
              {was !== null && <span class="faint"> · {t("wasBefore", { n: was })}</span>}
            </span>
          </li>
        ))}
      </ul>
      {board.is_running && <p class="faint">{t("stillRunning")}</p>}
      <Card title={t("splits")}>
        <Table shown caption={t("tierNow")} head={[t("tier"), ...counts]} rows={byTier(board).map((one) => [t(one.tier), ...one.counts])} />
        <Table shown caption={t("ageNow")} head={[t("reported"), ...counts]} rows={byAge(board).map((one) => [one.name, ...one.counts])} />
        <p class="hint">{t("splitsHint")}</p>
      </Card>
      <Card title={t("openByAge")}>
        <Bars of={board.open.by_age.map((one) => [one.age_name, one.matters] as const)} caption={t("openByAge")} />
      </Card>
      <Card title={t("byCategory")}>
        <Table
          caption={t("byCategory")}
          head={[t("category"), ...head, t("overdue")]}
          rows={board.categories.map((one) => [one.category_name, ...cells(one), one.overdue])}
        />
      </Card>
      <Card title={t("byPlace")}>
        <Table
          caption={t("byPlace")}
          head={[t("office"), ...head, t("obligations"), t("obligationsLate")]}
          rows={board.units.map((one) => [
            one.name || unitName(one.unit),
            ...cells(one),
            String(one.obligations.open),
            String(one.obligations.overdue),
          ])}
        />
      </Card>
    </>
  );
}

/** Bars with their numbers beside them; the table under the chart is the chart itself. */
export function Bars({ of, caption }: { of: readonly (readonly [string, number])[]; caption: string }) {
  const most = Math.max(1, ...of.map(([, count]) => count));
  return (
    <table class="bars">
      <caption class="quiet">{caption}</caption>
      <tbody>
        {of.map(([name, count]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td class="bar">
              <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                <rect width={(100 * count) / most} height="10" />
              </svg>
            </td>
            <td>{count}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Points({ points }: { points: Shape<"TrackingPoints"> }) {
  return (
    <>
      {points.points.length ? (
        <ul class="lines">
          {points.points.map((one) => (
            <li key={one.kind + one.rule + one.unit + one.category}>
              <Tag tone="soon">{one.kind_name}</Tag> <strong>{unitName(one.unit)}</strong> {one.category_name}
              <p>
                {one.rule_name}：{one.of ? t("ofAll", { n: one.number, of: one.of }) : one.number}
                {one.before !== null && " · " + t("wasBefore", { n: one.before })} {one.trend_name}
              </p>
            </li>
          ))}
        </ul>
      ) : (
        <p class="empty">{t("nothingStands")}</p>
      )}
      <details>
        <summary>{t("rules")}</summary>
        <ul>
          {points.rules.map((one) => (
            <li key={one.rule}>{one.said}</li>
          ))}
        </ul>
      </details>
    </>
  );
}

/** A unit's briefings, the latest first. */
export function Briefings({ query }: Place) {
  const unit = plainDeskOf(query.get("unit"));
  const list = useList(
    (cursor) =>
      unit
        ? ask(api.GET("/v1/reports/briefings", { params: { query: { unit, limit: 25, ...(cursor && { cursor }) } } }))
        : nothing(),
    [unit, language.value],
  );
  return (
    <Page
      title={t("briefings")}
      aside={
        unit && (
          <Make
            label={t("newBriefing")}
            form={DrawBriefing}
            without={["unit"]}
            begin={{ unit }}
            send={async (body) => {
              await ask(api.POST("/v1/reports/briefings", { body: body as Shape<"DrawBriefing"> }));
              await list.again();
            }}
          />
        )
      }
    >
      {plainDesks().length > 1 && (
        <div class="filters">
          <Select
            label={t("unit")}
            options={plainDesks()}
            value={unit || ""}
            onChange={(event) => replace(href("briefings", { unit: event.currentTarget.value }))}
          />
        </div>
      )}
      <Lines
        list={list}
        line={(one) => ({
          key: one.id,
          to: href("briefing/" + one.id),
          title: one.title,
          about: one.first + " — " + one.last + (one.number ? " · " + one.number : ""),
          aside: <Tag tone={one.status === "signed" ? "done" : "active"}>{one.status_name}</Tag>,
        })}
      />
    </Page>
  );
}

/** One briefing as it goes on paper (A4), drawn by the API; figures are counted and never typed, prose is written part by part. */
export function Briefing({ params }: Place) {
  const path = { briefing: params["id"] as string };
  const asked = useAsked(
    () => ask(api.GET("/v1/reports/briefings/{briefing}", { params: { path } })),
    [path.briefing, language.value],
    (one) => (one.count_status === "counting" ? 5_000 : undefined),
  );
  const paper = useAsked(
    () => ask(api.GET("/v1/reports/briefings/{briefing}/page", { params: { path }, parseAs: "text" })),
    [path.briefing, asked.data?.version, asked.data?.count_status, language.value],
  );
  return (
    <Page title={t("briefing")} aside={<Button onClick={() => print()}>{all("print")}</Button>}>
      <Problem refused={asked.refused} />
      {asked.data && (
        <div class="no-print">
          <p>
            <Tag tone={asked.data.status === "signed" ? "done" : "active"}>{asked.data.status_name}</Tag>{" "}
            {asked.data.count_status === "counting" && t("counting", { done: asked.data.done, total: asked.data.total })}
          </p>
          <Moves
            form={MoveBriefing}
            actions={asked.data.actions.filter((one) => one !== "write")}
            take={(action, said) => moveBriefing(path.briefing, asked.data?.version || 0, { action, ...said }).then(asked.again)}
          />
          {asked.data.actions.includes("write") && <Prose briefing={asked.data} again={asked.again} />}
        </div>
      )}
      <Shown asked={paper}>{(html) => <Paper html={String(html)} />}</Shown>
    </Page>
  );
}

const moveBriefing = (briefing: string, version: number, said: Values): Promise<unknown> =>
  ask(
    api.POST("/v1/reports/briefings/{briefing}/transitions", {
      params: { path: { briefing }, header: { "If-Match": `"${version}"` } },
      body: said as Shape<"MoveBriefing">,
    }),
  );

function Prose({ briefing, again }: { briefing: Shape<"BriefingView">; again: () => Promise<void> }) {
  const form = {
    fields: briefing.parts.map((part) => ({ name: part.part, kind: "long", zh: part.heading, en: part.heading, most: 4000 })),
  };
  return (
    <Make
      label={t("writeProse")}
      form={form}
      written={Object.fromEntries(briefing.parts.map((part) => [part.part, part.prose || ""]))}
      send={async (prose) => {
        await moveBriefing(briefing.id, briefing.version, { action: "write", prose });
        await again();
      }}
    />
  );
}

/** The page the API draws, without its own style: the policy of this one allows none. */
function Paper({ html }: { html: string }) {
  const sheet = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Taken out before it is read: a browser reports what it refuses while it reads.
    const bare = html.replace(/<style>[^<]*<\/style>/g, "");
    const drawn = new DOMParser().parseFromString(bare, "text/html");
    drawn.querySelectorAll("script").forEach((one) => one.remove());
    sheet.current?.replaceChildren(...Array.from(drawn.body.childNodes));
  }, [html]);
  return <div class="paper" ref={sheet} />;
}
