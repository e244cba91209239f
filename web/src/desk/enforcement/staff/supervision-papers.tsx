import { api, ask, type Shape } from "../../../api/client.ts";
import { enforcement_supervision, IssueSupervision, MoveSupervision } from "../../../api/forms.ts";
import { href, type Place } from "../../../router.ts";
import { unitName } from "../../../session/units.ts";
import { Card, Due, Empty, Page, Tag, type Tone } from "../../../ui/components.tsx";
import { useAsked, useList } from "../../../ui/data.ts";
import { language } from "../../../ui/language.ts";
import { moment } from "../../../ui/time.ts";
import { Lines, Make, nothing, StatusFilter, Thing } from "../../things.tsx";
import { useWhere } from "../../where.tsx";
import { heldOver, Tabs } from "../shared.tsx";
import { t } from "./words.ts";

type Paper = Shape<"SupervisionView">;

const tone = (one: Paper): Tone => (one.status === "accepted" ? "done" : one.status === "withdrawn" ? "plain" : "active");
const waits = (one: Paper): boolean => one.status === "issued";

/** What the county's supervisors asked of a town, by status. */
export function SupervisionPapers({ query }: Place) {
  const { code, picker } = useWhere("town", "supervision-papers", query);
  const status = query.get("status") || "issued";
  const list = useList(
    (cursor) => {
      const asked = { town: code || "", status: status as Paper["status"], limit: 25, ...(cursor && { cursor }) };
      return code ? ask(api.GET("/v1/enforcement/supervision-papers", { params: { query: asked } })) : nothing();
    },
    [code, status, language.value],
  );
  const about = query.get("case");
  return (
    <Page
      title={t("supervisionPaper")}
      aside={
        code &&
        heldOver(code, "justice_supervisor") && (
          <Make
            label={t("issue")}
            form={IssueSupervision}
            without={["town", "case"]}
            begin={{ town: code, ...(about && { case: about }) }}
            send={async (body) => {
              await ask(api.POST("/v1/enforcement/supervision-papers", { body: body as Shape<"IssueSupervision"> }));
              await list.again();
            }}
          />
        )
      }
    >
      <Tabs at="supervision-papers" query={query} />
      <div class="filters">
        {picker}
        <StatusFilter
          names={enforcement_supervision}
          value={status}
          path="supervision-papers"
          query={query}
          any={false}
        />
      </div>
      <Lines
        list={list}
        line={(one) => ({
          key: one.id,
          to: href("supervision-paper/" + one.id),
          title: one.kind_name,
          about: [one.number, one.demand].filter(Boolean).join(" · "),
          aside: (
            <>
              <Tag tone={tone(one)}>{one.status_name}</Tag> {waits(one) && <Due at={one.answer_by} />}
            </>
          ),
        })}
      />
    </Page>
  );
}

/** One paper, as it is printed: what was found and demanded, and what was answered. */
export function SupervisionPaper({ params }: Place) {
  const path = { supervision_id: params["id"] as string };
  const asked = useAsked(
    () => ask(api.GET("/v1/enforcement/supervision-papers/{supervision_id}", { params: { path } })),
    [path.supervision_id, language.value],
  );
  return (
    <Thing
      title={t("supervisionPaper")}
      asked={asked}
      heading={(one) => one.kind_name}
      tag={(one) => [one.status_name, tone(one)]}
      facts={(one) => [
        [t("number"), one.number],
        [t("town"), unitName(one.town)],
        [t("issuedAt"), moment(one.issued_at)],
        [t("answerBy"), waits(one) ? <Due at={one.answer_by} /> : moment(one.answer_by)],
        [t("facts"), one.facts],
        [t("basis"), one.basis],
        [t("demand"), one.demand],
        [t("case"), one.case && <a href={href("enforcement-case/" + one.case)}>{t("case")}</a>],
        [t("obligation"), one.obligation && <a href={href("obligation/" + one.obligation)}>{t("lookAt")}</a>],
      ]}
      form={MoveSupervision}
      actions={(one) => one.actions}
      order={["answer", "accept", "send_back"]}
      take={(one, action, said) =>
        ask(
          api.POST("/v1/enforcement/supervision-papers/{supervision_id}/moves", {
            params: { path, header: { "If-Match": `"${one.version}"` } },
            body: { action, ...said } as Shape<"MoveSupervision">,
          }),
        )
      }
    >
      {(one) => (
        <Card title={t("said")}>
          {one.said.length ? (
            <ol class="steps">
              {one.said.map((each, at) => (
                <li key={at}>
                  <strong>{each.action_name}</strong>
                  <br />
                  <time class="faint" dateTime={each.at}>
                    {moment(each.at)}
                  </time>
                  <p>{each.text}</p>
                </li>
              ))}
            </ol>
          ) : (
            <Empty />
          )}
        </Card>
      )}
    </Thing>
  );
}
