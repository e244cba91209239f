import { api, ask } from "../api/client.ts";
import { href, type Place, replace } from "../router.ts";
import { Card, Page, Select, Shown } from "../ui/components.tsx";
import { holds } from "../session/me.ts";
import { useAsked } from "../ui/data.ts";
import { language } from "../ui/language.ts";
import { clock } from "../ui/time.ts";
import { CaseLines } from "./line.tsx";
import { DESK } from "./menu.ts";
import { deskOf, desks, OFFICERS } from "./posts.ts";
import { t } from "./words.ts";

/** The desk in the morning: four numbers that lead to what they count, what is due first, and every page there is work on. */
export function Home({ query }: Place) {
  const unit = deskOf(query.get("unit"));
  return (
    <Page title={t("workbench")}>
      {desks().length > 1 && (
        <Select
          label={t("unit")}
          options={desks()}
          value={unit || ""}
          onChange={(event) => replace(href("desk", { unit: event.currentTarget.value }))}
        />
      )}
      {holds(...OFFICERS) && unit && <Waiting unit={unit} />}
      <Card title={t("pages")}>
        {DESK.map(({ about, pages }) => {
          const mine = pages.filter((one) => holds(...one.roles));
          return mine.length ? (
            <section key={about}>
              <h3 id={"for-" + about}>{t(about)}</h3>
              <ul class="pages" aria-labelledby={"for-" + about}>
                {mine.map((one) => (
                  <li key={one.to}>
                    <a href={"#/" + one.to}>{t(one.to)}</a>
                  </li>
                ))}
              </ul>
            </section>
          ) : null;
        })}
      </Card>
    </Page>
  );
}

function Waiting({ unit }: { unit: string }) {
  const params = { query: { unit } };
  const counts = useAsked(() => ask(api.GET("/v1/incidents/queue/counts", { params })), [unit, language.value]);
  const first = useAsked(
    () => ask(api.GET("/v1/incidents/queue", { params: { query: { unit, limit: 5 } } })),
    [unit, language.value],
  );
  return (
    <>
      <Shown asked={counts}>
        {(told) => (
          <>
            <ul class="numbers" aria-label={t("numbers")}>
              <Number name={t("toAccept")} only="to_accept" count={told.to_accept} unit={unit} />
              <Number name={t("dueToday")} only="due_today" count={told.due_today} unit={unit} tone="soon" />
              <Number name={t("overdue")} only="overdue" count={told.overdue} unit={unit} tone="late" />
              <Number name={t("orders")} only="orders" count={told.orders} unit={unit} tone="late" />
            </ul>
            <p class="faint">
              {told.unit_name} · {t("counted", { at: clock(told.counted_at) })}
              {told.more && " · " + t("more", { n: told.most_counted })}
            </p>
          </>
        )}
      </Shown>
      <Card title={t("queue")} aside={<a href={href("queue", { unit })}>{t("all")}</a>}>
        <Shown asked={first}>
          {(list) => (list.items.length ? <CaseLines lines={list.items} /> : <p class="empty">{t("noQueue")}</p>)}
        </Shown>
      </Card>
    </>
  );
}

function Number({
  name,
  only,
  count,
  unit,
  tone = "",
}: {
  name: string;
  only: string;
  count: number;
  unit: string | undefined;
  tone?: string;
}) {
  return (
    <li>
      <a class={"number " + (count ? tone : "")} href={href("queue", { unit, only })}>
        <strong>{count}</strong>
        <span>{name}</span>
      </a>
    </li>
  );
}
