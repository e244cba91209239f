import { api, ask, type Shape } from "../../../api/client.ts";
import { AdmitMember, EndGround, EndMembership, FiledWith, FileRoll, SetShares } from "../../../api/forms.ts";
import { href, type Place } from "../../../router.ts";
import { Card, Facts, Page, Shown, Table, Tag } from "../../../ui/components.tsx";
import { useAsked, useList } from "../../../ui/data.ts";
import { optionOf } from "../../../ui/labels.ts";
import { language } from "../../../ui/language.ts";
import { Lines, Make, nothing, Thing } from "../../things.tsx";
import { History } from "../../timeline.tsx";
import { useWhere } from "../../where.tsx";
import { keeps, useDecided } from "../decided.ts";
import { ENDS, whole } from "../forms.ts";
import { Decided, Tabs } from "../shared.tsx";
import { homeName, useHomes } from "./homes.ts";
import { t } from "./words.ts";

type Member = Shape<"MemberView">;

const held = (one: Member): string =>
  one.holdings.map((each) => each.share_class_name + " " + t("sharesOf", { n: whole(each.hundredths) })).join("、") || t("none");

/** Who belongs to a collective, with what shares, and with whom the list is filed. */
export function Members({ query }: Place) {
  const { code, picker } = useWhere("village", "members", query);
  const decided = useDecided(keeps(code) ? code : undefined);
  const homes = useHomes(keeps(code) ? code : undefined);
  const list = useList(
    (cursor) => (code ? ask(api.GET("/v1/economy/members", { params: { query: { village: code, limit: 50, ...(cursor && { cursor }) } } })) : nothing()),
    [code, language.value],
  );
  return (
    <Page
      title={t("members")}
      aside={
        code &&
        keeps(code) && (
          <Make
            label={t("admit")}
            form={AdmitMember}
            without={["village"]}
            begin={{ village: code }}
            choices={{ ...decided, ...homes }}
            send={async (body) => {
              await ask(api.POST("/v1/economy/members", { body: body as Shape<"AdmitMember"> }));
              await list.again();
            }}
          />
        )
      }
    >
      <Tabs at="members" query={query} />
      <div class="filters">{picker}</div>
      {code && <Roll key={code} village={code} />}
      <Lines
        list={list}
        line={(one) => ({
          key: one.id,
          to: href("member/" + one.id),
          title: one.name,
          about: one.ground_name + " · " + one.from_on + " · " + held(one),
          aside: <Tag tone={one.status === "ended" ? "plain" : "done"}>{one.status_name}</Tag>,
        })}
      />
    </Page>
  );
}

function Roll({ village }: { village: string }) {
  const path = { village };
  const asked = useAsked(() => ask(api.GET("/v1/economy/member-rolls/{village}", { params: { path } })), [village, language.value]);
  return (
    <Card
      title={t("roll")}
      aside={
        keeps(village) &&
        !!asked.data?.to_be_filed_with.length && (
          <Make
            label={t("file")}
            kind="plain"
            form={FileRoll}
            send={async (body) => {
              await ask(api.POST("/v1/economy/member-rolls/{village}/filings", { params: { path }, body: body as Shape<"FileRoll"> }));
              await asked.again();
            }}
          />
        )
      }
    >
      <Shown asked={asked}>
        {(one) => (
          <Facts
            of={[
              [t("count"), t("countOf", { n: one.members })],
              [t("changedOn"), one.changed_on],
              [
                t("toBeFiled"),
                one.to_be_filed_with.length ? (
                  <Tag tone="soon">{one.to_be_filed_with.map((each) => optionOf(each, FiledWith)).join("、")}</Tag>
                ) : (
                  one.changed_on && t("upToDate")
                ),
              ],
            ]}
          />
        )}
      </Shown>
    </Card>
  );
}

/** One member: how it came to be one, the shares, and every change. */
export function MemberPage({ params }: Place) {
  const path = { member: params["id"] as string };
  const asked = useAsked(() => ask(api.GET("/v1/economy/members/{member}", { params: { path } })), [path.member, language.value]);
  const steps = useAsked(
    () => ask(api.GET("/v1/economy/members/{member}/history", { params: { path, query: { limit: 100 } } })),
    [path.member, asked.data?.version, language.value],
  );
  const home = useAsked(async () => asked.data && homeName(asked.data.household), [asked.data?.household, language.value]).data;
  return (
    <Thing
      title={t("member")}
      asked={asked}
      heading={(one) => one.name}
      tag={(one) => [one.status_name, one.status === "ended" ? "plain" : "done"]}
      facts={(one) => [
        [t("household"), home],
        [t("ground"), one.ground_name],
        [t("from"), one.from_on],
        [t("endedOn"), one.ended_on],
        [t("endGround"), one.end_ground && optionOf(one.end_ground, EndGround)],
        [t("decision"), <Decided by={one.decision} />],
      ]}
    >
      {(one) => (
        <>
          <Card title={t("shares")} aside={one.status !== "ended" && keeps(one.village) && <Changes of={one} again={asked.again} />}>
            {one.holdings.length ? (
              <Table
                caption={t("shares")}
                head={[t("shares"), ""]}
                rows={one.holdings.map((each) => [each.share_class_name, t("sharesOf", { n: whole(each.hundredths) })])}
              />
            ) : (
              <p>{t("none")}</p>
            )}
          </Card>
          <Card title={t("history")}>
            <Shown asked={steps}>
              {(told) => <History steps={told.items} who={(step) => step.actor_name} said={(step) => step.said && <p>{step.said}</p>} />}
            </Shown>
          </Card>
        </>
      )}
    </Thing>
  );
}

function Changes({ of, again }: { of: Member; again: () => Promise<void> }) {
  const decided = useDecided(of.village);
  const params = { path: { member: of.id }, header: { "If-Match": `"${of.version}"` } };
  return (
    <div class="moves no-print">
      <Make
        label={t("setShares")}
        form={SetShares}
        choices={decided}
        send={async (body) => {
          await ask(api.POST("/v1/economy/members/{member}/shares", { params, body: body as Shape<"SetShares"> }));
          await again();
        }}
      />
      <Make
        label={t("end")}
        kind="plain"
        form={EndMembership}
        choices={{ ...decided, ground: ENDS.map((one) => [one, optionOf(one, EndGround)] as const) }}
        send={async (body) => {
          await ask(api.POST("/v1/economy/members/{member}/ending", { params, body: body as Shape<"EndMembership"> }));
          await again();
        }}
      />
    </div>
  );
}
