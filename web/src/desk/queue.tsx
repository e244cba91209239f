import { useEffect, useState } from "preact/hooks";
import { api, ask, Refused } from "../api/client.ts";
import { href, type Place, replace } from "../router.ts";
import { unitsBelow } from "../session/units.ts";
import { MoveIncident } from "../api/forms.ts";
import { Button, Dialog, Empty, Further, Page, Select, Shown } from "../ui/components.tsx";
import { useList, useStep } from "../ui/data.ts";
import type { Values } from "../ui/filled.ts";
import { Asking } from "../ui/form.tsx";
import { language } from "../ui/language.ts";
import { day } from "../ui/time.ts";
import { t as all } from "../ui/words.ts";
import { CaseLine, type Line } from "./line.tsx";
import { deskOf, desks } from "./posts.ts";
import { moveCase } from "./step.ts";
import { t } from "./words.ts";

const ONLY: Record<string, (line: Line) => boolean> = {
  to_accept: (line) => line.status === "reported",
  due_today: (line) => !!line.due_at && day(line.due_at) === day(new Date().toISOString()),
  overdue: (line) => line.overdue,
  orders: (line) => line.supervisions > 0,
};

/** What waits at one's unit, what is due first at the top; the filter stands in the address. */
export function Queue({ query }: Place) {
  const unit = deskOf(query.get("unit"));
  const only = query.get("only") || "";
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const list = useList(
    (cursor) => {
      const overdue = only === "overdue" && { overdue: true };
      const asked = { ...(unit && { unit }), ...overdue, limit: 100, ...(cursor && { cursor }) };
      return ask(api.GET("/v1/incidents/queue", { params: { query: asked } }));
    },
    [unit, only === "overdue", language.value],
  );
  const shown = (list.data || []).filter(ONLY[only] || (() => true));
  const set = (change: Record<string, string>): void =>
    replace(href("queue", { unit, only, ...change }));
  const done = async (): Promise<void> => {
    choose(new Set());
    await list.again();
  };
  return (
    <Page title={t("queue")} aside={<Button onClick={() => print()}>{all("print")}</Button>}>
      <div class="filters no-print">
        {desks().length > 1 && (
          <Select
            label={t("unit")}
            options={desks()}
            value={unit || ""}
            onChange={(event) => set({ unit: event.currentTarget.value })}
          />
        )}
        <Select
          label={t("filter")}
          options={[
            ["", t("all")],
            ["to_accept", t("toAccept")],
            ["due_today", t("dueToday")],
            ["overdue", t("overdue")],
            ["orders", t("orders")],
          ]}
          value={only}
          onChange={(event) => set({ only: event.currentTarget.value })}
        />
      </div>
      <Several unit={unit} lines={shown.filter((line) => chosen.has(line.id))} done={done} />
      <Shown asked={list}>
        {() =>
          shown.length ? (
            <>
              <label class="choice no-print">
                <input
                  type="checkbox"
                  checked={shown.every((line) => chosen.has(line.id))}
                  onChange={(event) =>
                    choose(new Set(event.currentTarget.checked ? shown.map((line) => line.id) : []))
                  }
                />
                {t("selectAll")}
              </label>
              <ul class="lines card">
                {shown.map((line) => (
                  <li key={line.id}>
                    <CaseLine line={line} aside={<Tick line={line} chosen={chosen} choose={choose} />} />
                  </li>
                ))}
              </ul>
            </>
          ) : (
            <Empty>{t("noQueue")}</Empty>
          )
        }
      </Shown>
      <Further list={list} />
    </Page>
  );
}

function Tick({
  line,
  chosen,
  choose,
}: {
  line: Line;
  chosen: ReadonlySet<string>;
  choose: (chosen: ReadonlySet<string>) => void;
}) {
  const turn = (): void => {
    const next = new Set(chosen);
    if (!next.delete(line.id)) next.add(line.id);
    choose(next);
  };
  return (
    <input
      class="no-print"
      type="checkbox"
      aria-label={t("select", { code: line.case_code })}
      checked={chosen.has(line.id)}
      onChange={turn}
    />
  );
}

/** One step with several cases: each is asked by itself, and whatever is refused says so by its code. */
function Several({ unit, lines, done }: { unit: string | undefined; lines: Line[]; done: () => Promise<void> }) {
  const [assigning, assign] = useState(false);
  const [told, tell] = useState<string[]>([]);
  const { busy, refused, run } = useStep();
  const move = async (action: string, said: Values): Promise<void> => {
    const results: string[] = [];
    let moved = 0;
    for (const line of lines) {
      try {
        await moveCase(line.id, line.version, action, said);
        moved++;
      } catch (fault) {
        if (!(fault instanceof Refused)) throw fault;
        results.push(t("notMoved", { code: line.case_code, why: fault.message }));
      }
    }
    tell([t("moved", { n: moved }), ...results]);
    assign(false);
    await done();
  };
  return (
    <div aria-live="polite" class="no-print">
      {told.length > 0 && (
        <ul class="told">
          {told.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      )}
      {lines.length > 0 && (
        <div class="several">
          <span>{all("chosen", { n: lines.length })}</span>
          <Button kind="main" busy={busy} onClick={() => void run(() => move("accept", {}))}>
            {t("acceptAll")}
          </Button>
          <Button busy={busy} aria-haspopup="dialog" onClick={() => assign(true)}>
            {t("assignAll")}
          </Button>
        </div>
      )}
      {assigning && unit && (
        <Dialog title={t("assignAll")} close={() => assign(false)}>
          <Assign unit={unit} busy={busy} refused={refused} send={(said) => void run(() => move("assign", said))} />
        </Dialog>
      )}
    </div>
  );
}

function Assign({
  unit,
  busy,
  refused,
  send,
}: {
  unit: string;
  busy: boolean;
  refused: Refused | undefined;
  send: (said: Values) => void;
}) {
  const [units, show] = useState<[string, string][]>([]);
  useEffect(() => void unitsBelow(unit).then(show, () => show([])), [unit]);
  const form = MoveIncident.steps["assign"];
  return form ? (
    <Asking form={form} choices={units.length ? { unit: units } : {}} {...{ busy, refused, send }} />
  ) : null;
}
