import { api, ask, type Shape } from "../api/client.ts";
import { MoveObligation } from "../api/forms.ts";
import { href, type Place, replace } from "../router.ts";
import { unitName } from "../session/units.ts";
import { Card, Due, Page, Select, Shown, Tag } from "../ui/components.tsx";
import { useAsked, useList } from "../ui/data.ts";
import { language } from "../ui/language.ts";
import { pageOf } from "./owed.ts";
import { deskOf, desks } from "./posts.ts";
import { Lines, Thing, When } from "./things.tsx";
import { Timeline } from "./timeline.tsx";
import { t } from "./words.ts";

/** What one's unit owes by a day, whatever the context it comes from. */
export function Obligations({ query }: Place) {
  const unit = deskOf(query.get("unit"));
  const list = useList(
    (cursor) =>
      ask(api.GET("/v1/obligations", { params: { query: { unit: unit || "", limit: 25, ...(cursor && { cursor }) } } })),
    [unit, language.value],
  );
  return (
    <Page title={t("obligations")}>
      {desks().length > 1 && (
        <div class="filters">
          <Select
            label={t("unit")}
            options={desks()}
            value={unit || ""}
            onChange={(event) => replace(href("obligations", { unit: event.currentTarget.value }))}
          />
        </div>
      )}
      <Lines
        list={list}
        line={(one) => ({
          key: one.id,
          to: href("obligation/" + one.id),
          title: one.kind_name,
          about: unitName(one.unit) + " · " + one.case_code,
          aside: (
            <>
              <Tag tone="active">{one.status_name}</Tag> {one.due_at && <Due at={one.due_at} />}
            </>
          ),
        })}
      />
    </Page>
  );
}

export function Obligation({ params }: Place) {
  const path = { obligation_id: params["id"] as string };
  const asked = useAsked(
    () => ask(api.GET("/v1/obligations/{obligation_id}", { params: { path } })),
    [path.obligation_id, language.value],
  );
  const steps = useAsked(
    () => ask(api.GET("/v1/obligations/{obligation_id}/timeline", { params: { path, query: { limit: 100 } } })),
    [path.obligation_id, asked.data?.version, language.value],
  );
  return (
    <Thing
      title={t("obligation")}
      asked={asked}
      heading={(one) => one.kind_name}
      tag={(one) => [one.status_name, one.overdue ? "late" : "active"]}
      facts={(one) => [
        [t("caseCode"), one.case_code],
        [t("concerns"), pageOf(one.about) && <a href={pageOf(one.about)}>{one.about["title"] || t("toDoThere")}</a>],
        [t("where"), unitName(one.unit)],
        [t("responsible"), unitName(one.responsible_unit)],
        [t("tier"), one.tier_name],
        [t("due"), one.due_at && <Due at={one.due_at} />],
        [t("reported"), <When at={one.created_at} />],
        [t("orders"), one.supervisions || null],
      ]}
      form={MoveObligation}
      actions={(one) => one.actions}
      take={(one, action, said) =>
        ask(
          api.POST("/v1/obligations/{obligation_id}/transitions", {
            params: { path, header: { "If-Match": `"${one.version}"` } },
            body: { action, ...said } as Shape<"MoveObligation">,
          }),
        )
      }
    >
      {() => (
        <Card title={t("history")}>
          <Shown asked={steps}>{(told) => <Timeline steps={told.items} />}</Shown>
        </Card>
      )}
    </Thing>
  );
}
