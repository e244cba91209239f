import { api, ask, type Shape } from "../api/client.ts";
import { assembly_matter, MoveMatter, MoveMilestone, NewMatter } from "../api/forms.ts";
import { href, type Place } from "../router.ts";
import { unitName } from "../session/units.ts";
import { Card, Due, Page, Tag } from "../ui/components.tsx";
import { useAsked, useList } from "../ui/data.ts";
import { language } from "../ui/language.ts";
import { moment } from "../ui/time.ts";
import { Cited, Lines, Make, nothing, StatusFilter, Thing } from "./things.tsx";
import { useWhere } from "./where.tsx";
import { t } from "./words.ts";

type Matter = Shape<"MatterView">;
type Status = Matter["status"];

/** What a village decides, from entry to the last milestone. */
export function Matters({ query }: Place) {
  const { code, picker } = useWhere("village", "matters", query);
  const status = query.get("status") || "";
  const types = useTypes();
  const list = useList(
    (cursor) => {
      const asked = { village: code || "", limit: 25, ...(status && { status: status as Status }), ...(cursor && { cursor }) };
      return code ? ask(api.GET("/v1/assembly/matters", { params: { query: asked } })) : nothing();
    },
    [code, status, language.value],
  );
  const choices = { type: types.map((one) => [one.code, one.name] as const) };
  return (
    <Page
      title={t("matters")}
      aside={
        code && (
          <Make
            label={t("newMatter")}
            form={NewMatter}
            without={["village"]}
            begin={{ village: code }}
            choices={choices}
            send={async (body) => {
              await ask(api.POST("/v1/assembly/matters", { body: body as Shape<"NewMatter"> }));
              await list.again();
            }}
          />
        )
      }
    >
      <div class="filters">
        {picker}
        <StatusFilter names={assembly_matter} value={status} path="matters" query={query} />
      </div>
      <Lines
        list={list}
        line={(one) => ({
          key: one.id,
          to: href("matter/" + one.id),
          title: one.title || one.id,
          about: one.type_name || "",
          aside: (
            <>
              {one.status && (
                <Tag tone={one.status === "done" ? "done" : "active"}>{one.status_name}</Tag>
              )}{" "}
              {one.due_at && <Due at={one.due_at} />}
            </>
          ),
        })}
      />
    </Page>
  );
}

function useTypes(): readonly Shape<"MatterTypeView">[] {
  return useAsked(() => ask(api.GET("/v1/assembly/matter-types")), [language.value]).data?.items || [];
}

/** One matter: the steps of its route with their article, what was decided, and its milestones. */
export function Matter({ params }: Place) {
  const path = { matter: params["id"] as string };
  const types = useTypes();
  const asked = useAsked(
    () => ask(api.GET("/v1/assembly/matters/{matter}", { params: { path } })),
    [path.matter, language.value],
  );
  return (
    <Thing
      title={t("matter")}
      asked={asked}
      heading={(one) => one.title}
      tag={(one) => [one.status_name, one.status === "done" ? "done" : "active"]}
      facts={(one) => [
        [t("description"), one.text],
        [t("where"), unitName(one.village)],
        [t("type"), types.find((type) => type.code === one.type)?.name || one.type],
        [t("nowAt"), one.step_name],
        [t("result"), one.result_name],
        [t("due"), one.due_at && <Due at={one.due_at} />],
        [t("basis"), <Cited by={one.citation} />],
      ]}
      form={MoveMatter}
      actions={(one) => one.actions}
      choices={(one) => ({ step: stepsOf(types, one).map(([code, name]) => [code, name] as const) })}
      take={(one, action, said) =>
        ask(
          api.POST("/v1/assembly/matters/{matter}/transitions", {
            params: { path, header: { "If-Match": `"${one.version}"` } },
            body: { action, ...said } as Shape<"MoveMatter">,
          }),
        )
      }
    >
      {(one) => (
        <>
          <Card title={t("steps")}>
            <Route matter={one} types={types} />
          </Card>
          {one.milestones.length > 0 && (
            <Card title={t("milestones")}>
              <Milestones matter={one} again={asked.again} />
            </Card>
          )}
        </>
      )}
    </Thing>
  );
}

function stepsOf(types: readonly Shape<"MatterTypeView">[], matter: Matter): [string, string][] {
  const type = types.find((one) => one.code === matter.type);
  return (type?.steps || []).map((step, at) => [step, type?.step_names[at] || step]);
}

function Route({ matter, types }: { matter: Matter; types: readonly Shape<"MatterTypeView">[] }) {
  const steps = stepsOf(types, matter);
  return (
    <ol class="ladder">
      {steps.map(([step, name]) => {
        const record = matter.records.find((one) => one.step === step);
        const now = matter.step === step;
        return (
          <li key={step} class={now ? "now" : ""} aria-current={now ? "step" : undefined}>
            <strong>{name}</strong> {record && <Tag tone="done">{t("stepDone")}</Tag>}
            {now && <Tag tone="active">{t("current")}</Tag>}
            {record && (
              <p class="faint">
                {moment(record.at)}
                {record.meeting && (
                  <>
                    {" · "}
                    <a href={href("meeting/" + record.meeting)}>{t("meeting")}</a>
                  </>
                )}
                {record.publication && (
                  <>
                    {" · "}
                    <a href={href("publication/" + record.publication)}>{t("publication")}</a>
                  </>
                )}
              </p>
            )}
            {record?.minutes && <p>{record.minutes.summary}</p>}
          </li>
        );
      })}
    </ol>
  );
}

function Milestones({ matter, again }: { matter: Matter; again: () => Promise<void> }) {
  return (
    <ul class="lines">
      {matter.milestones.map((one) => (
        <li key={one.id}>
          <strong>{one.title}</strong>{" "}
          {one.done_at ? <Tag tone="done">{moment(one.done_at)}</Tag> : <Due at={one.due_at} />}
          {one.note && <p>{one.note}</p>}
          {!one.done_at && (
            <Make
              label={t("milestoneDone")}
              form={MoveMilestone}
              without={["action"]}
              begin={{ action: "done" }}
              send={async (body) => {
                await ask(
                  api.POST("/v1/assembly/matters/{matter}/milestones/{milestone}/transitions", {
                    params: { path: { matter: matter.id, milestone: one.id } },
                    body: body as Shape<"MoveMilestone">,
                  }),
                );
                await again();
              }}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
