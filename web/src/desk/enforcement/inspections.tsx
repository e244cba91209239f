import { api, ask, newKey, type Shape } from "../../api/client.ts";
import { enforcement_inspection, MoveInspection, ProposeInspection } from "../../api/forms.ts";
import { go, href, type Place } from "../../router.ts";
import { unitName } from "../../session/units.ts";
import { Card, Due, Empty, Page, Shown, Table, Tag } from "../../ui/components.tsx";
import { useAsked, useList } from "../../ui/data.ts";
import { language } from "../../ui/language.ts";
import { moment } from "../../ui/time.ts";
import { t as all } from "../words.ts";
import { Cited, Lines, Make, nothing, StatusFilter, Thing } from "../things.tsx";
import { History } from "../timeline.tsx";
import { useWhere } from "../where.tsx";
import { File } from "./file.tsx";
import { firmsOf } from "./plan.tsx";
import { heldOver, OFFICERS, Tabs, useItems, useOfficers } from "./shared.tsx";
import { t } from "./words.ts";

type Inspection = Shape<"InspectionView">;

/** A town's inspections by status, and new ones to be approved. */
export function Inspections({ query }: Place) {
  const { code, picker } = useWhere("town", "inspections", query);
  const status = query.get("status") || "proposed";
  const list = useList(
    (cursor) => {
      const asked = { town: code || "", status: status as Inspection["status"], limit: 25, ...(cursor && { cursor }) };
      return code ? ask(api.GET("/v1/enforcement/inspections", { params: { query: asked } })) : nothing();
    },
    [code, status, language.value],
  );
  return (
    <Page title={t("inspections")} aside={code && heldOver(code, ...OFFICERS) && <Propose town={code} />}>
      <Tabs at="inspections" query={query} />
      <div class="filters">
        {picker}
        <StatusFilter
          names={enforcement_inspection}
          value={status}
          path="inspections"
          query={query}
          any={false}
        />
      </div>
      <Lines
        list={list}
        line={(one) => ({
          key: one.id,
          to: href("inspection/" + one.id),
          title: one.party || one.place,
          about: [one.kind_name, one.planned_on, one.place].filter(Boolean).join(" · "),
          aside: (
            <>
              <Tag tone={one.status === "closed" ? "done" : "active"}>{one.status_name}</Tag>{" "}
              {one.urgent && <Tag tone="soon">{t("urgent")}</Tag>} {one.approve_until && <Due at={one.approve_until} />}
            </>
          ),
        })}
      />
    </Page>
  );
}

function Propose({ town }: { town: string }) {
  const officers = useOfficers(town);
  const items = useItems(town, "inspection");
  const firms = useAsked(() => firmsOf(town), [town]);
  const choices = {
    officers: officers.choices(...OFFICERS),
    ...(items.choices.length && { items: items.choices }),
    ...(firms.data?.length && { firm: firms.data.filter((one) => one.listed).map((one) => [one.code, one.name] as const) }),
  };
  return (
    <Make
      label={t("proposeInspection")}
      form={ProposeInspection}
      without={["town"]}
      begin={{ town }}
      choices={choices}
      send={async (body) => {
        const params = { header: { "Idempotency-Key": newKey() } };
        const made = await ask(api.POST("/v1/enforcement/inspections", { params, body: body as Shape<"ProposeInspection"> }));
        go(href("inspection/" + made.id));
      }}
    />
  );
}

/** One inspection: what was approved, who came with which certificates, what was found, and its papers. */
export function InspectionPage({ params }: Place) {
  const path = { inspection_id: params["id"] as string };
  const asked = useAsked(
    () => ask(api.GET("/v1/enforcement/inspections/{inspection_id}", { params: { path } })),
    [path.inspection_id, language.value],
  );
  const steps = useAsked(
    () => ask(api.GET("/v1/enforcement/inspections/{inspection_id}/history", { params: { path, query: { limit: 100 } } })),
    [path.inspection_id, asked.data?.version, language.value],
  );
  const town = asked.data?.town;
  const officers = useOfficers(town);
  const items = useItems(town, "inspection");
  const names = (people: readonly string[]): string => people.map(officers.name).join("、");
  return (
    <Thing
      title={t("inspection")}
      asked={asked}
      heading={(one) => one.party || one.place}
      tag={(one) => [one.status_name, one.status === "closed" ? "done" : "active"]}
      facts={(one) => [
        [t("visitCode"), one.code],
        [t("where"), unitName(one.town)],
        [t("kind"), one.kind_name + (one.urgent ? "（" + t("urgent") + "）" : "")],
        [t("items"), one.items.map(items.name).join("、")],
        [t("place"), one.place],
        [t("reason"), one.reason],
        [t("planned"), one.planned_on],
        [t("draw"), one.draw],
        [t("approvedAt"), one.approved_at && moment(one.approved_at)],
        [t("approveUntil"), one.approve_until && <Due at={one.approve_until} />],
        [t("begunAt"), one.begun_at && moment(one.begun_at)],
        [t("officers"), names(one.officers.length ? one.officers : one.planned_officers)],
        [t("certificates"), one.certificates.join("、")],
        [t("result"), one.result_name],
        [t("order"), one.order],
        [t("limit"), one.limit],
        [t("record"), one.record && <span class="said">{one.record}</span>],
        [t("law"), one.law && <Cited by={one.law} />],
        [t("case"), one.case && <a href={href("enforcement-case/" + one.case)}>{t("case")}</a>],
      ]}
      form={MoveInspection}
      actions={(one) => one.actions}
      order={["approve", "notify", "begin", "record", "settle"]}
      choices={() => ({ officers: officers.choices(...OFFICERS) })}
      take={(one, action, said) =>
        ask(
          api.POST("/v1/enforcement/inspections/{inspection_id}/transitions", {
            params: { path, header: { "If-Match": `"${one.version}"` } },
            body: { action, ...said } as Shape<"MoveInspection">,
          }),
        )
      }
    >
      {(one) => (
        <>
          {one.checklist.length > 0 && (
            <Card title={t("checklist")}>
              <Table
                caption={t("checklist")}
                head={[t("items"), t("result")]}
                rows={one.checklist.map((line) => [line.item, line.found])}
              />
            </Card>
          )}
          <Papers id={one.id} version={one.version} />
          <Card title={t("history")}>
            <Shown asked={steps}>
              {(told) => <History steps={told.items} who={(step) => step.actor_name} said={(step) => typeof step.details["reason"] === "string" && <p>{step.details["reason"]}</p>} />}
            </Shown>
          </Card>
        </>
      )}
    </Thing>
  );
}

function Papers({ id, version }: { id: string; version: number }) {
  const path = { inspection_id: id };
  const asked = useAsked(
    () => ask(api.GET("/v1/enforcement/inspections/{inspection_id}/papers", { params: { path, query: { limit: 50 } } })),
    [id, version, language.value],
  );
  const place = "/v1/enforcement/inspections/{inspection_id}/papers/{paper_id}/document";
  return (
    <Card title={all("papers")}>
      <Shown asked={asked}>
        {(list) =>
          list.items.length ? (
            <ul class="lines">
              {list.items.map((one) => {
                const whole = { params: { path: { ...path, paper_id: one.id } } };
                return (
                  <li key={one.id}>
                    <strong>{one.title}</strong> {one.number}
                    <p class="faint">{moment(one.issued_at)}</p>
                    <File name={one.title} read={() => ask(api.GET(place, whole))} write={() => ask(api.POST(place, whole))} />
                  </li>
                );
              })}
            </ul>
          ) : (
            <Empty />
          )
        }
      </Shown>
    </Card>
  );
}
