import { useState } from "preact/hooks";
import { api, ask, newKey, type Shape } from "../../api/client.ts";
import { HandOverEvidence, VoidPaper } from "../../api/forms.ts";
import { holds } from "../../session/me.ts";
import { Button, Card, Dialog, Empty, Further, Select, Shown, Tag } from "../../ui/components.tsx";
import { useAsked, useList, useStep } from "../../ui/data.ts";
import type { Values } from "../../ui/filled.ts";
import { Asking } from "../../ui/form.tsx";
import { language } from "../../ui/language.ts";
import { moment } from "../../ui/time.ts";
import type { People } from "../people.ts";
import { Make } from "../things.tsx";
import { File } from "./file.tsx";
import { paperBody, paperForm } from "./paper-form.ts";
import { t } from "./words.ts";

type Case = Shape<"CaseView">;
type Form = Shape<"FormView">;

/** The papers of a case: made where it stands, read, fetched, made void with a reason. */
export function Papers({ of }: { of: Case }) {
  const path = { case_id: of.id };
  const list = useList(
    (cursor) => {
      const query = { limit: 50, ...(cursor && { cursor }) };
      return ask(api.GET("/v1/enforcement/cases/{case_id}/papers", { params: { path, query } }));
    },
    [of.id, of.version, language.value],
  );
  return (
    <Card title={t("papers")} aside={<Issue of={of} again={list.again} />}>
      <Shown asked={list}>
        {(papers) =>
          papers.length ? (
            <ul class="lines">
              {papers.map((one) => (
                <li key={one.id}>
                  <strong>{one.title}</strong> {one.number} {one.voided_at && <Tag tone="late">{t("voided")}</Tag>}
                  <p class="faint">
                    {moment(one.issued_at)} · {one.issued_by_name}
                    {one.void_reason && " · " + one.void_reason}
                  </p>
                  <div class="moves no-print">
                    <OneFile case_id={of.id} paper_id={one.id} name={one.title} />
                    {!one.voided_at && holds("enforcement_officer", "enforcement_head") && (
                      <Make
                        label={t("voidPaper")}
                        kind="plain"
                        form={VoidPaper}
                        send={async (body) => {
                          await ask(
                            api.POST("/v1/enforcement/cases/{case_id}/papers/{paper_id}/void", {
                              params: { path: { ...path, paper_id: one.id } },
                              body: body as Shape<"VoidPaper">,
                            }),
                          );
                          await list.again();
                        }}
                      />
                    )}
                  </div>
                </li>
              ))}
            </ul>
          ) : (
            <Empty />
          )
        }
      </Shown>
      <Further list={list} />
    </Card>
  );
}

function OneFile({ name, ...path }: { case_id: string; paper_id: string; name: string }) {
  const place = "/v1/enforcement/cases/{case_id}/papers/{paper_id}/document";
  return (
    <File
      name={name}
      read={() => ask(api.GET(place, { params: { path } }))}
      write={() => ask(api.POST(place, { params: { path } }))}
    />
  );
}

const MAKERS = { officer: "enforcement_officer", head: "enforcement_head", chair: "hearing_chair", reviewer: "legal_reviewer" } as const;

/** Whether one of a paper's makers is oneself. */
const mine = (form: Form): boolean =>
  form.made_by.some((by) => by in MAKERS && holds(MAKERS[by as keyof typeof MAKERS]));

/** A paper is chosen among those that may be made at this step, and asks for what it must hold. */
function Issue({ of, again }: { of: Case; again: () => Promise<void> }) {
  const [key, open] = useState<string>();
  const [code, choose] = useState("");
  const forms = useAsked(() => ask(api.GET("/v1/enforcement/forms")), [language.value]);
  const { busy, refused, run } = useStep();
  const offered = (forms.data?.items || []).filter(
    (one) => one.made === "hand" && one.case_statuses.includes(of.status) && mine(one),
  );
  const chosen = offered.find((one) => one.code === code);
  const send = (said: Values): void => {
    if (!chosen) return;
    const params = { path: { case_id: of.id }, header: { "Idempotency-Key": key as string } };
    const body = paperBody(chosen, said);
    void run(async () => {
      await ask(api.POST("/v1/enforcement/cases/{case_id}/papers", { params, body }));
      await again();
    }).then((done) => done && open(undefined));
  };
  if (!holds(...Object.values(MAKERS))) return null;
  return (
    <>
      <Button
        aria-haspopup="dialog"
        onClick={() => {
          choose("");
          open(newKey());
        }}
      >
        {t("issuePaper")}
      </Button>
      {key && (
        <Dialog title={t("issuePaper")} close={() => open(undefined)}>
          {offered.length ? (
            <Select
              label={t("paperOf")}
              options={[["", "—"], ...offered.map((one) => [one.code, one.name] as const)]}
              value={code}
              onChange={(event) => choose(event.currentTarget.value)}
            />
          ) : (
            <p>{t("notNow")}</p>
          )}
          {chosen && <Asking key={chosen.code} form={paperForm(chosen)} {...{ busy, refused, send }} sendLabel={t("issuePaper")} />}
        </Dialog>
      )}
    </>
  );
}

/** What a case rests on: each piece with who has it, and whether a decision may rest on it. */
export function Evidence({ of, people }: { of: Case; people: People }) {
  const path = { case_id: of.id };
  const list = useList(
    (cursor) => {
      const query = { limit: 50, ...(cursor && { cursor }) };
      return ask(api.GET("/v1/enforcement/cases/{case_id}/evidence", { params: { path, query } }));
    },
    [of.id, of.version, language.value],
  );
  return (
    <Card title={t("evidence")}>
      <Shown asked={list}>
        {(pieces) =>
          pieces.length ? (
            <ul class="lines">
              {pieces.map((one) => {
                const kept = one.custody[one.custody.length - 1];
                return (
                  <li key={one.id}>
                    <strong>{t("exhibit", { n: one.place })}</strong> {one.kind_name} {one.name}{" "}
                    {one.excluded_for ? (
                      <Tag tone="late">{t("excluded")}</Tag>
                    ) : (
                      one.verified_by && <Tag tone="done">{t("verified")}</Tag>
                    )}
                    <p>
                      {t("proves")}：{one.proves}
                    </p>
                    <p class="faint">
                      {one.source} · {moment(one.made_at)}
                      {kept && " · " + t("custody") + " " + people.name(kept.person) + "，" + kept.where}
                      {one.excluded_for && " · " + one.excluded_for}
                    </p>
                    {holds("enforcement_officer") && (
                      <Make
                        label={t("handOver")}
                        kind="plain"
                        form={HandOverEvidence}
                        choices={{ to: people.choices() }}
                        send={async (body) => {
                          await ask(
                            api.POST("/v1/enforcement/cases/{case_id}/evidence/{exhibit_id}/custody", {
                              params: { path: { ...path, exhibit_id: one.id } },
                              body: body as Shape<"HandOverEvidence">,
                            }),
                          );
                          await list.again();
                        }}
                      />
                    )}
                  </li>
                );
              })}
            </ul>
          ) : (
            <Empty />
          )
        }
      </Shown>
      <Further list={list} />
    </Card>
  );
}

/** Looks whether the record of a case is whole, as its seals say. */
export function Verify({ id }: { id: string }) {
  const [told, tell] = useState<string>();
  const { busy, run } = useStep();
  const look = async (): Promise<void> => {
    const found = await ask(api.GET("/v1/enforcement/cases/{case_id}/verification", { params: { path: { case_id: id } } }));
    tell(found.sound ? t("soundRecord") : t("brokenRecord"));
  };
  return (
    <p class="no-print">
      <Button busy={busy} onClick={() => void run(look)}>
        {t("verify")}
      </Button>{" "}
      <span aria-live="polite">{told}</span>
    </p>
  );
}
