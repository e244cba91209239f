import { api, ask, type Shape } from "../../api/client.ts";
import { href, type Place } from "../../router.ts";
import { Button, Card, Empty, Page, Shown, Table, Tag } from "../../ui/components.tsx";
import { useAsked } from "../../ui/data.ts";
import { language } from "../../ui/language.ts";
import { t as all } from "../../ui/words.ts";
import { yuan } from "../things.tsx";
import { useWhere } from "../where.tsx";
import { arrears } from "./late-rent.ts";
import { Tabs } from "./shared.tsx";
import { t } from "./words.ts";

type Contract = Shape<"ContractView">;

/** All contracts of a village: what is owed of one that has ended is owed still. */
async function contractsOf(unit: string): Promise<Contract[]> {
  const found: Contract[] = [];
  let cursor: string | null = null;
  do {
    const query: { unit: string; limit: number; cursor?: string } = { unit, limit: 100, ...(cursor && { cursor }) };
    const page: Shape<"ContractList"> = await ask(api.GET("/v1/economy/contracts", { params: { query } }));
    found.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return found;
}

/** What rent is late in a village, of whichever contract. */
export function Arrears({ query }: Place) {
  const { code, picker } = useWhere("village", "arrears", query);
  const asked = useAsked(async () => (code ? contractsOf(code) : undefined), [code, language.value]);
  return (
    <Page title={t("arrears")} aside={<Button onClick={() => print()}>{all("print")}</Button>}>
      <Tabs at="arrears" query={query} />
      <div class="filters no-print">{picker}</div>
      <Card>
        <Shown asked={asked}>{(contracts) => contracts && <Late contracts={contracts} />}</Shown>
      </Card>
    </Page>
  );
}

function Late({ contracts }: { contracts: readonly Contract[] }) {
  const late = arrears(contracts);
  if (!late.length) return <Empty>{t("noArrears")}</Empty>;
  const money = yuan(late.reduce((sum, one) => sum + one.open, 0)) || "";
  return (
    <>
      <p>
        <strong>{t("openTotal", { money, n: late.length })}</strong>
      </p>
      <p class="hint">{t("arrearsHint")}</p>
      <Table
        caption={t("arrears")}
        head={[t("contract"), t("party"), t("instalment"), t("dueOn"), t("paid"), t("open")]}
        rows={late.map(({ contract, instalment, open }) => [
          <a href={href("contract/" + contract.id)}>{contract.title}</a>,
          contract.party.name,
          String(instalment.number),
          <>
            <span class="whole-line">{instalment.due_on}</span> <Tag tone="late">{t("daysLate", { n: instalment.days_late })}</Tag>
          </>,
          yuan(instalment.paid_fen),
          yuan(open),
        ])}
      />
    </>
  );
}
