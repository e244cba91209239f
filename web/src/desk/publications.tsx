import { api, ask, type Shape } from "../api/client.ts";
import { DutyStatus, MovePublication, NewPublication } from "../api/forms.ts";
import { href, type Place } from "../router.ts";
import { unitName } from "../session/units.ts";
import { Card, Page, Shown, Tag } from "../ui/components.tsx";
import { useAsked, useList } from "../ui/data.ts";
import { language } from "../ui/language.ts";
import { optionOf } from "../ui/labels.ts";
import { day, moment } from "../ui/time.ts";
import { Cited, Lines, Make, nothing, Thing } from "./things.tsx";
import { useWhere } from "./where.tsx";
import { t } from "./words.ts";

/** What a village has to publish, what is missing, and what hangs on its board. */
export function Publications({ query }: Place) {
  const { code, picker } = useWhere("village", "publications", query);
  const list = useList(
    (cursor) =>
      code
        ? ask(api.GET("/v1/assembly/publications", { params: { query: { village: code, limit: 25, ...(cursor && { cursor }) } } }))
        : nothing(),
    [code, language.value],
  );
  return (
    <Page
      title={t("publications")}
      aside={
        code && (
          <Make
            label={t("newPublication")}
            form={NewPublication}
            without={["village"]}
            begin={{ village: code }}
            send={async (body) => {
              await ask(api.POST("/v1/assembly/publications", { body: body as Shape<"NewPublication"> }));
              await list.again();
            }}
          />
        )
      }
    >
      <div class="filters">{picker}</div>
      {code && <Duties village={code} />}
      <Lines
        list={list}
        line={(one) => ({
          key: one.id,
          to: href("publication/" + one.id),
          title: one.title || one.id,
          about: [one.type_name, day(one.created_at)].filter(Boolean).join(" · "),
          aside: one.status && (
            <Tag tone={one.status === "up" ? "done" : "plain"}>{one.status_name}</Tag>
          ),
        })}
      />
    </Page>
  );
}

function Duties({ village }: { village: string }) {
  const asked = useAsked(
    () => ask(api.GET("/v1/assembly/publication-duties", { params: { query: { village } } })),
    [village, language.value],
  );
  return (
    <Card title={t("duties")}>
      <Shown asked={asked}>
        {(told) => (
          <ul class="lines">
            {told.items.map((one) => (
              <li key={one.duty + one.period}>
                <strong>{one.name}</strong> {one.period}{" "}
                <Tag tone={one.status === "missing" ? "late" : one.publication ? "done" : "plain"}>
                  {optionOf(one.status, DutyStatus)}
                </Tag>
                <p class="faint">
                  {t("dueOn", { day: one.due_on })} · <Cited by={one.citation} />
                </p>
              </li>
            ))}
          </ul>
        )}
      </Shown>
    </Card>
  );
}

export function Publication({ params }: Place) {
  const path = { publication: params["id"] as string };
  const asked = useAsked(
    () => ask(api.GET("/v1/assembly/publications/{publication}", { params: { path } })),
    [path.publication, language.value],
  );
  return (
    <Thing
      title={t("publication")}
      asked={asked}
      heading={(one) => one.title}
      tag={(one) => [one.status_name, one.status === "up" ? "done" : "plain"]}
      facts={(one) => [
        [t("where"), unitName(one.village)],
        [t("description"), <span class="said">{one.content}</span>],
        [t("publishedAt"), moment(one.published_at)],
        [t("staysUntil"), day(one.stays_until)],
        [t("objections"), one.objections ? t("objectionsOf", { n: one.objections, answered: one.answered }) : null],
        [t("basis"), <Cited by={one.minimum_citation} />],
      ]}
    >
      {(one) =>
        one.actions.includes("take_down") && (
          <Make
            label={t("takeDown")}
            form={MovePublication}
            without={["action"]}
            begin={{ action: "take_down" }}
            send={async (body) => {
              await ask(
                api.POST("/v1/assembly/publications/{publication}/transitions", {
                  params: { path, header: { "If-Match": `"${one.version}"` } },
                  body: body as Shape<"MovePublication">,
                }),
              );
              await asked.again();
            }}
          />
        )
      }
    </Thing>
  );
}
