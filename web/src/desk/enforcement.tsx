import { api, ask, type Shape } from "../api/client.ts";
import { enforcement_case, MoveCase, NewClue } from "../api/forms.ts";
import { href, type Place } from "../router.ts";
import { unitName, unitsBelow } from "../session/units.ts";
import { Card, Due, Page, Shown, Tag } from "../ui/components.tsx";
import { useAsked, useList } from "../ui/data.ts";
import { language } from "../ui/language.ts";
import { moment } from "../ui/time.ts";
import { Evidence, Papers, Verify } from "./enforcement/papers.tsx";
import { Tabs, useItems, useOfficers } from "./enforcement/shared.tsx";
import { t as own } from "./enforcement/words.ts";
import { Lines, Make, nothing, StatusFilter, Thing, yuan } from "./things.tsx";
import { useWhere } from "./where.tsx";
import { History } from "./timeline.tsx";
import { t } from "./words.ts";

type Case = Shape<"CaseView">;

/** A town's cases by status. */
export function Enforcement({ query }: Place) {
  const { code, picker } = useWhere("town", "enforcement", query);
  const status = query.get("status") || "investigating";
  const units = useUnits(code);
  const list = useList(
    (cursor) => {
      const asked = { town: code || "", status: status as Case["status"], limit: 25, ...(cursor && { cursor }) };
      return code ? ask(api.GET("/v1/enforcement/cases", { params: { query: asked } })) : nothing();
    },
    [code, status, language.value],
  );
  return (
    <Page
      title={t("enforcement")}
      aside={
        code && (
          <Make
            label={t("newClue")}
            form={NewClue}
            choices={{ unit: units }}
            written={{ unit: code }}
            send={async (body) => {
              await ask(api.POST("/v1/enforcement/cases", { body: body as Shape<"NewClue"> }));
              await list.again();
            }}
          />
        )
      }
    >
      <Tabs at="enforcement" query={query} />
      <div class="filters">
        {picker}
        <StatusFilter
          names={enforcement_case}
          value={status}
          path="enforcement"
          query={query}
          any={false}
        />
      </div>
      <Lines
        list={list}
        line={(one) => ({
          key: one.id,
          to: href("enforcement-case/" + one.id),
          title: one.party_name || t("clue"),
          about: [unitName(one.unit), one.item, one.filed_at && moment(one.filed_at)].filter(Boolean).join(" · "),
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

/** A town and its villages: where a clue is about. */
function useUnits(town: string | undefined): [string, string][] {
  const below = useAsked(async () => (town ? unitsBelow(town) : []), [town, language.value]).data || [];
  return town ? [[town, unitName(town)], ...below] : [];
}

/** One case: the parties, the gates it has passed, what is held, what was decided, and its papers. */
export function EnforcementCase({ params }: Place) {
  const path = { case_id: params["id"] as string };
  const asked = useAsked(
    () => ask(api.GET("/v1/enforcement/cases/{case_id}", { params: { path } })),
    [path.case_id, language.value],
  );
  const people = useOfficers(asked.data?.town);
  const items = useItems(asked.data?.town, "penalty");
  const steps = useAsked(
    () => ask(api.GET("/v1/enforcement/cases/{case_id}/timeline", { params: { path, query: { limit: 100 } } })),
    [path.case_id, asked.data?.version, language.value],
  );
  return (
    <Thing
      title={t("enforcementCase")}
      asked={asked}
      heading={(one) => one.party?.name || one.clue || t("clue")}
      tag={(one) => [one.status_name, one.status === "closed" ? "done" : "active"]}
      facts={(one) => [
        [t("where"), unitName(one.unit)],
        [t("clue"), one.clue],
        [own("items"), one.item && items.name(one.item)],
        [own("officers"), one.officers.map(people.name).join("、")],
        [own("duties"), one.duties.map((duty) => <Due key={duty.obligation} at={duty.due_at} />)],
        [t("facts"), one.facts],
        [t("party"), one.party && one.party.name + "（" + one.party.kind_name + "）"],
        [t("reported"), moment(one.reported_at)],
        [t("filedAt"), one.filed_at && moment(one.filed_at)],
        [t("evidence"), one.evidence.map((each) => each.kind_name + (each.verified ? " ✓" : "")).join("、")],
        [t("notice"), one.notice && one.notice.penalty + " " + yuan(one.notice.fine)],
        [t("defence"), one.defence],
        [t("decision"), one.decision && [one.decision.number, one.decision.outcome_name, yuan(one.decision.fine)].filter(Boolean).join(" · ")],
        [t("servedAt"), one.served_at && moment(one.served_at)],
        [t("toPay"), one.account && t("paidOf", { paid: yuan(one.account.paid) || "", rest: yuan(one.account.rest) || "" })],
        [t("partyTerms"), one.terms.map((term) => term.says + " " + moment(term.until)).join("；")],
      ]}
      form={MoveCase}
      actions={(one) => one.actions}
      choices={(one) => ({
        officers: people.choices("enforcement_officer"),
        chair: people.choices("hearing_chair"),
        ...(one.officers.length && { person: one.officers.map((each) => [each, people.name(each)] as const) }),
        ...(items.choices.length && { item: items.choices }),
        ...(one.evidence.length && { evidence: one.evidence.map((each, at) => [each.id, own("exhibit", { n: at + 1 }) + " " + each.kind_name] as const) }),
        ...(one.papers.length && { paper: one.papers.map((each) => [each.id, each.number || each.form] as const) }),
      })}
      take={(one, action, said) =>
        ask(
          api.POST("/v1/enforcement/cases/{case_id}/moves", {
            params: { path, header: { "If-Match": `"${one.version}"` } },
            body: { action, ...said } as Shape<"MoveCase">,
          }),
        )
      }
    >
      {(one) => (
        <>
          {one.held.length > 0 && <Held of={one} />}
          <Evidence of={one} people={people} />
          <Papers of={one} />
          <Card title={t("history")}>
            <Shown asked={steps}>
              {(told) => (
                <History
                  steps={told.items}
                  said={(step) =>
                    step.words.map((word) => (
                      <p key={word.name}>
                        <span class="faint">{word.name}：</span>
                        {word.value}
                      </p>
                    ))
                  }
                />
              )}
            </Shown>
            <Verify id={one.id} />
          </Card>
        </>
      )}
    </Thing>
  );
}

/** What was taken from the party, and until when it may be kept. */
function Held({ of }: { of: Case }) {
  return (
    <Card title={own("held")}>
      <ul class="lines">
        {of.held.map((one) => (
          <li key={one.id}>
            <strong>{one.hold_name}</strong> {one.what.join("、")}{" "}
            {one.lifted_at ? <Tag tone="done">{moment(one.lifted_at)}</Tag> : <Due at={one.ends_at} />}
          </li>
        ))}
      </ul>
    </Card>
  );
}
