import { api, ask, type Shape } from "../../../api/client.ts";
import { AskToSue, MoveSuitDemand } from "../../../api/forms.ts";
import { href, type Place } from "../../../router.ts";
import { unitName } from "../../../session/units.ts";
import { Card, Page, Shown, Tag, type Tone } from "../../../ui/components.tsx";
import { useAsked, useList } from "../../../ui/data.ts";
import { language } from "../../../ui/language.ts";
import { day } from "../../../ui/time.ts";
import { useStaff } from "../../people.ts";
import { Lines, Make, nothing, Thing } from "../../things.tsx";
import { History } from "../../timeline.tsx";
import { useWhere } from "../../where.tsx";
import { heldAt } from "../decided.ts";
import { OFFICERS, Tabs } from "../shared.tsx";
import { membersOf } from "./all.ts";
import { t } from "./suit-words.ts";

type Suit = Shape<"SuitDemandView">;

const TONES: Partial<Record<Suit["status"], Tone>> = { members_may: "late", sued: "done", members_sued: "done", withdrawn: "plain" };
const tone = (one: Suit): Tone => TONES[one.status] || "active";

/** What members of a collective asked it to sue for, and when they may sue themselves. */
export function Suits({ query }: Place) {
  const { code, picker } = useWhere("village", "suits", query);
  const list = useList(
    (cursor) => (code ? ask(api.GET("/v1/economy/suit-demands", { params: { query: { village: code, limit: 25, ...(cursor && { cursor }) } } })) : nothing()),
    [code, language.value],
  );
  const enters = code && (heldAt(code, "collective_director", "village_officer", "collective_supervisor") || heldAt(code.slice(0, 9), "town_officer"));
  return (
    <Page title={t("suits")} aside={enters && <Enter village={code} again={list.again} />}>
      <Tabs at="suits" query={query} />
      <div class="filters">{picker}</div>
      <p class="hint">{t("suitsHint")}</p>
      <Lines
        list={list}
        line={(one) => ({
          key: one.id,
          to: href("suit/" + one.id),
          title: one.said,
          about: one.paper + " · " + one.handed_on + " · " + t("asking", { n: one.members }),
          aside: <Tag tone={tone(one)}>{one.status_name}</Tag>,
        })}
      />
    </Page>
  );
}

function Enter({ village, again }: { village: string; again: () => Promise<void> }) {
  const staff = useStaff(village);
  const members = useAsked(() => membersOf(village), [village, language.value]).data || [];
  return (
    <Make
      label={t("enter")}
      form={AskToSue}
      without={["village"]}
      begin={{ village }}
      choices={{
        against: staff.choices(...OFFICERS),
        members: members.map((one) => [one.id, one.name + " · " + one.household] as const),
      }}
      send={async (body) => {
        await ask(api.POST("/v1/economy/suit-demands", { body: body as Shape<"AskToSue"> }));
        await again();
      }}
    />
  );
}

/** One demand: against whom, until when the collective may keep silent, and what came of it. */
export function SuitPage({ params }: Place) {
  const path = { demand: params["id"] as string };
  const asked = useAsked(() => ask(api.GET("/v1/economy/suit-demands/{demand}", { params: { path } })), [path.demand, language.value]);
  const steps = useAsked(
    () => ask(api.GET("/v1/economy/suit-demands/{demand}/history", { params: { path, query: { limit: 100 } } })),
    [path.demand, asked.data?.version, language.value],
  );
  const staff = useStaff(asked.data?.village);
  return (
    <Thing
      title={t("suit")}
      asked={asked}
      heading={(one) => one.said}
      tag={(one) => [one.status_name, tone(one)]}
      facts={(one) => [
        [t("where"), unitName(one.village)],
        [t("against"), one.against.map(staff.name).join("、")],
        [t("members"), t("asking", { n: one.members })],
        [t("paper"), one.paper],
        [t("handedOn"), one.handed_on],
        [t("silentUntil"), day(one.silent_until)],
        [t("on"), one.on],
        [t("case"), one.case],
      ]}
      form={MoveSuitDemand}
      actions={(one) => one.actions}
      take={(one, action, said) =>
        ask(
          api.POST("/v1/economy/suit-demands/{demand}/transitions", {
            params: { path, header: { "If-Match": `"${one.version}"` } },
            body: { action, ...said } as Shape<"MoveSuitDemand">,
          }),
        )
      }
    >
      {() => (
        <Card title={t("happened")}>
          <Shown asked={steps}>
            {(told) => <History steps={told.items} who={(step) => step.actor_name} said={(step) => step.said && <p>{step.said}</p>} />}
          </Shown>
        </Card>
      )}
    </Thing>
  );
}
