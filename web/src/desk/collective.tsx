import { api, ask, type Shape } from "../api/client.ts";
import { economy_contract, MoveContract } from "../api/forms.ts";
import { href, type Place } from "../router.ts";
import { unitName } from "../session/units.ts";
import { Card, Empty, Page, Shown, Table, Tag } from "../ui/components.tsx";
import { useAsked, useList } from "../ui/data.ts";
import { language } from "../ui/language.ts";
import { useStaff } from "./people.ts";
import { Lines, nothing, StatusFilter, Thing, yuan } from "./things.tsx";
import { Tabs } from "./economy/shared.tsx";
import { useWhere } from "./where.tsx";
import { History } from "./timeline.tsx";
import { t } from "./words.ts";

type Contract = Shape<"ContractView">;

/** A collective's contracts with what warns of them, and what it owns. */
export function Contracts({ query }: Place) {
  const { code, picker } = useWhere("village", "contracts", query);
  const status = query.get("status") || "";
  const list = useList(
    (cursor) => {
      const asked = { unit: code || "", limit: 25, ...(status && { status: status as Contract["status"] }), ...(cursor && { cursor }) };
      return code ? ask(api.GET("/v1/economy/contracts", { params: { query: asked } })) : nothing();
    },
    [code, status, language.value],
  );
  return (
    <Page title={t("contracts")}>
      <Tabs at="contracts" query={query} />
      <div class="filters">
        {picker}
        <StatusFilter names={economy_contract} value={status} path="contracts" query={query} />
      </div>
      <Lines
        list={list}
        line={(one) => ({
          key: one.id,
          to: href("contract/" + one.id),
          title: one.title,
          about: one.kind_name + " · " + one.party.name + " · " + one.begins_on + " — " + one.ends_on,
          aside: (
            <>
              <Tag tone={one.status === "in_force" ? "done" : "active"}>{one.status_name}</Tag>{" "}
              {one.open_fen > 0 && t("openRent", { rent: yuan(one.open_fen) || "" })}
              {one.warnings.map((warning) => (
                <span key={warning.code}>
                  {" "}
                  <Tag tone="late">{warning.said}</Tag>
                </span>
              ))}
            </>
          ),
        })}
      />
      {code && <Assets village={code} />}
    </Page>
  );
}

function Assets({ village }: { village: string }) {
  const list = useList(
    (cursor) => ask(api.GET("/v1/economy/assets", { params: { query: { village, limit: 25, ...(cursor && { cursor }) } } })),
    [village, language.value],
  );
  return (
    <Card title={t("assets")}>
      <Shown asked={list}>
        {(assets) =>
          assets.length ? (
            <Table
              caption={t("assets")}
              head={[t("assetName"), t("kind"), t("place"), t("status"), t("worth")]}
              rows={assets.map((one) => [
                one.name,
                one.kind_name,
                one.place,
                <>
                  {one.status_name} {one.idle_too_long && <Tag tone="late">{t("idleLong")}</Tag>}
                </>,
                yuan(one.worth_fen) || "—",
              ])}
            />
          ) : (
            <Empty />
          )
        }
      </Shown>
    </Card>
  );
}

export function ContractPage({ params }: Place) {
  const path = { contract: params["id"] as string };
  const asked = useAsked(
    () => ask(api.GET("/v1/economy/contracts/{contract}", { params: { path } })),
    [path.contract, language.value],
  );
  const steps = useAsked(
    () => ask(api.GET("/v1/economy/contracts/{contract}/history", { params: { path, query: { limit: 100 } } })),
    [path.contract, asked.data?.version, language.value],
  );
  const staff = useStaff(asked.data?.village);
  return (
    <Thing
      title={t("contract")}
      asked={asked}
      heading={(one) => one.title}
      tag={(one) => [one.status_name, one.status === "in_force" ? "done" : "active"]}
      facts={(one) => [
        [t("number"), one.number],
        [t("kind"), one.kind_name],
        [t("where"), unitName(one.village)],
        [t("party"), one.party.name + "（" + one.party.kind_name + "）"],
        [t("term"), one.begins_on + " — " + one.ends_on],
        [t("rent"), yuan(one.rent_fen)],
        [t("open_"), one.open_fen ? yuan(one.open_fen) : null],
        [t("signedOn"), one.signed_on],
        [t("warnings"), one.warnings.map((each) => each.said).join("；")],
        [t("nearTo"), one.near.map((each) => staff.name(each.person)).join("、")],
      ]}
      form={MoveContract}
      choices={() => ({ person: staff.choices("collective_director", "village_officer") })}
      actions={(one) => one.actions}
      take={(one, action, said) =>
        ask(
          api.POST("/v1/economy/contracts/{contract}/transitions", {
            params: { path, header: { "If-Match": `"${one.version}"` } },
            body: { action, ...said } as Shape<"MoveContract">,
          }),
        )
      }
    >
      {(one) => (
        <>
          <Card title={t("rent")}>
            <Table
              caption={t("rent")}
              head={[t("instalment"), t("due"), t("money"), t("paid")]}
              rows={one.rent.map((each) => [
                String(each.number),
                <>
                  {each.due_on} {each.days_late > 0 && <Tag tone="late">{t("daysLate", { n: each.days_late })}</Tag>}
                </>,
                yuan(each.fen),
                yuan(each.paid_fen),
              ])}
            />
          </Card>
          <Card title={t("history")}>
            <Shown asked={steps}>
              {(told) => (
                <History steps={told.items} who={(step) => step.actor_name} said={(step) => step.said && <p>{step.said}</p>} />
              )}
            </Shown>
          </Card>
        </>
      )}
    </Thing>
  );
}
