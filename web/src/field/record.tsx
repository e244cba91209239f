import { api, ask } from "../api/client.ts";
import * as forms from "../api/forms.ts";
import { useKept } from "../offline/kept.ts";
import { keep } from "../offline/outbox.ts";
import { useSaving } from "../offline/saving.ts";
import { go, href, type Place } from "../router.ts";
import { Card, Page, Problem } from "../ui/components.tsx";
import { Asking, type Choices, type Form } from "../ui/form.tsx";
import type { Values } from "../ui/filled.ts";
import { ownGrids, ownVillages, whose } from "./own.ts";
import { t } from "./words.ts";

interface Recorded {
  kind: string;
  form: Form;
  title: () => string;
  label: (body: Values) => string;
}

const short = (said: unknown): string => String(said || "").slice(0, 40);

/** What is recorded in the field, by the last word of the address: each is an operation that waits for a line like a report. */
const RECORDED: Record<string, Recorded> = {
  dispute: { kind: "dispute", form: forms.RegisterDispute, title: () => t("dispute"), label: (body) => short(body["summary"]) },
  errand: { kind: "entrust", form: forms.OpenErrand, title: () => t("errand"), label: () => t("errand") },
  work_day: { kind: "work_day", form: forms.EnterWorkDay, title: () => t("workDay"), label: (body) => short(body["theme"]) },
  load: { kind: "collect_load", form: forms.CollectLoad, title: () => t("load"), label: () => t("load") },
};

export function Recording({ params }: Place) {
  const recorded = RECORDED[params["what"] as string];
  return recorded ? <One recorded={recorded} /> : <Page title={t("notHere")} />;
}

/** What is asked of a person: the number by which a phone knows its own is the phone's to give. */
const asked = (form: Form): Form => ({ ...form, fields: form.fields.filter((one) => one.name !== "client_ref") });

function One({ recorded }: { recorded: Recorded }) {
  const grids = ownGrids();
  const first = grids[0]?.[0] || "";
  const homes = useKept("homes " + whose() + first, () =>
    ask(api.GET("/v1/registry/households", { params: { query: { unit: first, limit: 100 } } })),
  );
  const { busy, said, save } = useSaving();
  const choices: Choices = {
    place: grids,
    grid: grids,
    village: ownVillages(),
    household: (homes.data?.items || []).map((one) => [one.household_id, one.head_name || one.household_id] as const),
  };
  const keepIt = async (body: Values): Promise<void> => {
    await keep({ kind: recorded.kind, label: recorded.label(body) || recorded.title(), body });
    go(href("outbox"));
  };
  return (
    <Page title={recorded.title()}>
      <Card>
        {homes.asOf && <p class="hint">{homes.asOf}</p>}
        <Problem refused={homes.refused} />
        <Asking
          form={asked(recorded.form)}
          choices={choices}
          begin={{ place: first, grid: first, village: first.slice(0, 12) }}
          busy={busy}
          refused={undefined}
          send={(body) => void save(() => keepIt(body))}
          sendLabel={t("save")}
        />
        <p role="status" class="hint">{said}</p>
      </Card>
    </Page>
  );
}
