import { api, ask, type Shape } from "../../api/client.ts";
import { EnterCertificate, MoveCertificate } from "../../api/forms.ts";
import { href, type Place } from "../../router.ts";
import { unitName } from "../../session/units.ts";
import { Card, Empty, Facts, Page, Shown, Table, Tag, type Tone } from "../../ui/components.tsx";
import { useAsked, useList } from "../../ui/data.ts";
import { language } from "../../ui/language.ts";
import { Moves } from "../../ui/moves.tsx";
import { Lines, Make, nothing } from "../things.tsx";
import { useWhere } from "../where.tsx";
import { heldOver, OFFICERS, Tabs, thisYear, useOfficers } from "./shared.tsx";
import { t } from "./words.ts";

type Certificate = Shape<"CertificateView">;

const tone = (one: Certificate): Tone => (one.state === "valid" ? "done" : "late");

/** Who may enforce in a town, with the certificate each holds and how long it is good. */
export function Certificates({ query }: Place) {
  const { code, picker } = useWhere("town", "certificates", query);
  const officers = useOfficers(code);
  const list = useList(
    (cursor) => (code ? ask(api.GET("/v1/enforcement/certificates", { params: { query: { organ: code, limit: 50, ...(cursor && { cursor }) } } })) : nothing()),
    [code, language.value],
  );
  return (
    <Page
      title={t("certificates")}
      aside={
        code &&
        heldOver(code, "justice_supervisor") && (
          <Make
            label={t("enterCertificate")}
            form={EnterCertificate}
            without={["organ"]}
            begin={{ organ: code, fields: [], on_establishment: false }}
            choices={{ holder: officers.choices(...OFFICERS) }}
            send={async (body) => {
              await ask(api.POST("/v1/enforcement/certificates", { body: body as Shape<"EnterCertificate"> }));
              await list.again();
            }}
          />
        )
      }
    >
      <Tabs at="certificates" query={query} />
      <div class="filters">{picker}</div>
      <Lines
        list={list}
        line={(one) => ({
          key: one.number,
          to: href("officer/" + one.holder, { certificate: one.number }),
          title: officers.name(one.holder),
          about: one.number + " · " + one.valid_from + " — " + one.valid_to,
          aside: (
            <>
              <Tag tone={tone(one)}>{one.state_name}</Tag> {one.reason}
            </>
          ),
        })}
      />
    </Page>
  );
}

/** One who enforces: the certificate, the hours of training, the exams. */
export function Officer({ params, query }: Place) {
  const person = params["person"] as string;
  const year = thisYear();
  const asked = useAsked(
    () => ask(api.GET("/v1/enforcement/officers/{person_id}", { params: { path: { person_id: person }, query: { year, limit: 50 } } })),
    [person, year, language.value],
  );
  const number = query.get("certificate") || asked.data?.officer.certificate || "";
  return (
    <Page title={t("officer")}>
      <Shown asked={asked}>
        {({ officer, wanted_hours, exams }) => (
          <>
            <Card title={officer.name} aside={officer.state_name && <Tag tone={officer.state === "valid" ? "done" : "late"}>{officer.state_name}</Tag>}>
              <Facts
                of={[
                  [
                    t("hours"),
                    <>
                      {t("hoursOf", { n: officer.hours, of: wanted_hours })}{" "}
                      {officer.lacks_hours && <Tag tone="soon">{String(year)}</Tag>}
                    </>,
                  ],
                  [t("attended"), officer.sessions],
                ]}
              />
            </Card>
            {number && <One number={number} />}
            <Card title={t("exams")}>
              {exams.length ? (
                <Table
                  caption={t("exams")}
                  head={[t("exams"), t("heldOn"), t("result")]}
                  rows={exams.map((one) => [
                    one.subject_name,
                    one.held_on,
                    (one.passed ? t("passed") : t("failed")) + (one.score ? " · " + t("score", { n: one.score }) : ""),
                  ])}
                />
              ) : (
                <Empty>{t("never")}</Empty>
              )}
            </Card>
          </>
        )}
      </Shown>
    </Page>
  );
}

function One({ number }: { number: string }) {
  const path = { certificate: number };
  const asked = useAsked(() => ask(api.GET("/v1/enforcement/certificates/{certificate}", { params: { path } })), [number, language.value]);
  return (
    <Shown asked={asked}>
      {(one) => (
        <Card title={t("certificate")} aside={<Tag tone={tone(one)}>{one.state_name}</Tag>}>
          <Facts
            of={[
              [t("number"), one.number],
              [t("organ"), unitName(one.organ)],
              [t("fields"), one.fields.length ? one.fields.join("、") : t("everything")],
              [t("terms"), one.valid_from + " — " + one.valid_to],
              [t("checkedYears"), one.checked_years.join("、")],
              [t("reason"), one.reason],
            ]}
          />
          <Moves
            form={MoveCertificate}
            actions={one.actions}
            take={async (action, said) => {
              await ask(
                api.POST("/v1/enforcement/certificates/{certificate}/transitions", {
                  params: { path, header: { "If-Match": `"${one.version}"` } },
                  body: { action, ...said } as Shape<"MoveCertificate">,
                }),
              );
              await asked.again();
            }}
          />
        </Card>
      )}
    </Shown>
  );
}
