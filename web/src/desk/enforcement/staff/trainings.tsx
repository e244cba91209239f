import { api, ask, type Shape } from "../../../api/client.ts";
import { EnterExam, HoldSession } from "../../../api/forms.ts";
import { href, type Place } from "../../../router.ts";
import { Card, Empty, Further, Page, Shown, Table, Tag } from "../../../ui/components.tsx";
import { useAsked, useList } from "../../../ui/data.ts";
import { language } from "../../../ui/language.ts";
import { Cited, Make, nothing } from "../../things.tsx";
import { useWhere } from "../../where.tsx";
import { heldOver, OFFICERS, Tabs, thisYear, useOfficers } from "../shared.tsx";
import { ATTENDANCE } from "../forms.ts";
import { t } from "./words.ts";

type Session = Shape<"SessionView">;

/** What an organ taught those who enforce for it, and, for its head, whose hours are short. */
export function Trainings({ query }: Place) {
  const { code, picker } = useWhere("town", "trainings", query);
  const trains = !!code && heldOver(code, "enforcement_head", "justice_supervisor");
  const officers = useOfficers(code).choices(...OFFICERS);
  const list = useList(
    (cursor) => (code ? ask(api.GET("/v1/enforcement/trainings", { params: { query: { organ: code, limit: 25, ...(cursor && { cursor }) } } })) : nothing()),
    [code, language.value],
  );
  return (
    <Page
      title={t("trainings")}
      aside={
        code &&
        trains && (
          <div class="moves">
            <Make
              label={t("hold")}
              form={HoldSession}
              without={["organ"]}
              begin={{ organ: code }}
              send={async (body) => {
                await ask(api.POST("/v1/enforcement/trainings", { body: body as Shape<"HoldSession"> }));
                await list.again();
              }}
            />
            <Make
              label={t("enterExam")}
              kind="plain"
              form={EnterExam}
              begin={{ passed: false }}
              choices={{ person: officers }}
              send={async (body) => {
                await ask(api.POST("/v1/enforcement/exams", { body: body as Shape<"EnterExam"> }));
              }}
            />
          </div>
        )
      }
    >
      <Tabs at="trainings" query={query} />
      <div class="filters">{picker}</div>
      <Card title={t("sessions")} aside={trains && !!list.data?.length && <Attend sessions={list.data} officers={officers} again={list.again} />}>
        <Shown asked={list}>{(held) => <Held sessions={held} />}</Shown>
        <Further list={list} />
      </Card>
      {code && heldOver(code, "enforcement_head") && <Hours key={list.data?.map((one) => one.version).join()} town={code} />}
    </Page>
  );
}

function Held({ sessions }: { sessions: readonly Session[] }) {
  if (!sessions.length) return <Empty />;
  return (
    <ul class="lines">
      {sessions.map((one) => (
        <li key={one.id}>
          <strong>{one.theme}</strong>
          <p class="faint">
            {one.kind_name} · {one.held_on} · {t("hoursOf", { n: one.hours })} · {t("attending", { n: one.attending })}
          </p>
        </li>
      ))}
    </ul>
  );
}

/** Who attended which session: one form for all of them. */
function Attend({ sessions, officers, again }: { sessions: readonly Session[]; officers: readonly [string, string][]; again: () => Promise<void> }) {
  return (
    <Make
      label={t("attendance")}
      kind="plain"
      form={ATTENDANCE}
      written={{ training: sessions[0]?.id }}
      choices={{ persons: officers, training: sessions.map((one) => [one.id, one.theme + " · " + one.held_on] as const) }}
      send={async ({ training, ...body }) => {
        const path = { training_id: String(training) };
        await ask(api.POST("/v1/enforcement/trainings/{training_id}/attendance", { params: { path }, body: body as Shape<"EnterAttendance"> }));
        await again();
      }}
    />
  );
}

function Hours({ town }: { town: string }) {
  const year = thisYear();
  const asked = useAsked(
    () => ask(api.GET("/v1/enforcement/towns/{town}/training/{year}", { params: { path: { town, year } } })),
    [town, year, language.value],
  );
  return (
    <Card title={t("training", { year })}>
      <Shown asked={asked}>
        {(told) => (
          <>
            <p class="hint">
              {t("shortOf", { n: told.wanted_hours })} <Cited by={told.wanted_by} />
            </p>
            <Table
              caption={t("training", { year })}
              head={[t("name"), t("sessions"), t("hours"), ""]}
              rows={told.items.map((one) => [
                <a href={href("officer/" + one.person)}>{one.name}</a>,
                String(one.sessions),
                t("whole", { n: one.hours, of: told.wanted_hours }),
                one.lacks_hours ? <Tag tone="soon">{t("lacks")}</Tag> : <Tag tone="done">{t("enough")}</Tag>,
              ])}
            />
          </>
        )}
      </Shown>
    </Card>
  );
}
