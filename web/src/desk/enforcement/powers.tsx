import { api, ask, type Shape } from "../../api/client.ts";
import { TakeItemBack } from "../../api/forms.ts";
import type { Place } from "../../router.ts";
import { Card, Empty, Page, Shown, Tag } from "../../ui/components.tsx";
import { useAsked } from "../../ui/data.ts";
import { language } from "../../ui/language.ts";
import { Cited, Make } from "../things.tsx";
import { useWhere } from "../where.tsx";
import { heldOver, itemsOf, Tabs, thisYear } from "./shared.tsx";
import { t } from "./words.ts";

type Item = Shape<"ItemView">;

/** What a town may do and by which law, and how much of it was done this year. */
export function Powers({ query }: Place) {
  const { code, picker } = useWhere("town", "powers", query);
  const asked = useAsked(async () => (code ? itemsOf(code) : undefined), [code, language.value]);
  return (
    <Page title={t("powers")}>
      <Tabs at="powers" query={query} />
      <div class="filters">{picker}</div>
      <Shown asked={asked}>
        {(items) =>
          items && (
            <>
              <List title={t("given")} items={items.filter((one) => !one.own)} again={asked.again} />
              <List title={t("own")} items={items.filter((one) => one.own)} again={asked.again} />
            </>
          )
        }
      </Shown>
      {code && <Figures town={code} />}
    </Page>
  );
}

function List({ title, items, again }: { title: string; items: readonly Item[]; again: () => Promise<void> }) {
  return (
    <Card title={title}>
      {items.length ? (
        <ul class="lines">
          {items.map((one) => (
            <li key={one.kind + one.code}>
              <strong>{one.name}</strong> <Tag>{one.kind_name}</Tag>{" "}
              {one.held ? <Tag tone="done">{t("valid")}</Tag> : <Tag tone="late">{t("takenBack")}</Tag>}
              <p>
                <Cited by={one.law} />
              </p>
              {one.times.map((time) => (
                <p key={time.valid_from} class="faint">
                  {time.valid_to ? time.valid_from + " — " + time.valid_to : t("since", { day: time.valid_from })} {time.document}
                </p>
              ))}
              {!one.own && one.held && heldOver(one.town, "justice_supervisor", "county_admin") && (
                <Make
                  label={t("takeBack")}
                  kind="plain"
                  form={TakeItemBack}
                  send={async (body) => {
                    const path = { town: one.town, kind: one.kind as Shape<"PowerKind">, item: one.code };
                    await ask(
                      api.POST("/v1/enforcement/towns/{town}/items/{kind}/{item}/take-back", {
                        params: { path },
                        body: body as Shape<"TakeItemBack">,
                      }),
                    );
                    await again();
                  }}
                />
              )}
            </li>
          ))}
        </ul>
      ) : (
        <Empty />
      )}
    </Card>
  );
}

function Figures({ town }: { town: string }) {
  const year = thisYear();
  const asked = useAsked(
    () => ask(api.GET("/v1/enforcement/towns/{town}/statistics/{year}", { params: { path: { town, year } } })),
    [town, year, language.value],
  );
  return (
    <Card title={t("figures") + "（" + year + "）"}>
      <Shown asked={asked}>
        {(told) => (
          <dl class="facts">
            {told.figures.map((one) => (
              <div key={one.code}>
                <dt>{one.name}</dt>
                <dd>{one.count}</dd>
              </div>
            ))}
          </dl>
        )}
      </Shown>
    </Card>
  );
}
