import { useState } from "preact/hooks";
import { api, ask, type Shape } from "../../api/client.ts";
import { economy_voucher, MoveVoucher } from "../../api/forms.ts";
import { href, type Place } from "../../router.ts";
import { unitName } from "../../session/units.ts";
import { Button, Card, Facts, Page, Shown, Table, Tag, type Tone } from "../../ui/components.tsx";
import { useAsked, useList } from "../../ui/data.ts";
import { language } from "../../ui/language.ts";
import { day } from "../../ui/time.ts";
import { useStaff } from "../people.ts";
import { Lines, nothing, StatusFilter, Thing, yuan } from "../things.tsx";
import { History } from "../timeline.tsx";
import { useWhere } from "../where.tsx";
import { keepsBooks, OFFICERS, Tabs, useChart } from "./shared.tsx";
import { Record } from "./voucher-form.tsx";
import { t } from "./words.ts";

type Voucher = Shape<"VoucherView">;

const TONES: Partial<Record<Voucher["status"], Tone>> = { posted: "done", void: "plain" };
const tone = (one: Voucher): Tone => TONES[one.status] || "active";
const sumOf = (one: Voucher): number => one.lines.reduce((sum, line) => sum + (line.side === "debit" ? line.fen : 0), 0);

/** A collective's vouchers by status, and the cash it holds. */
export function Vouchers({ query }: Place) {
  const { code, picker } = useWhere("village", "vouchers", query);
  const status = query.get("status") || "";
  const [recording, record] = useState(false);
  const list = useList(
    (cursor) => {
      const asked = { village: code || "", limit: 25, ...(status && { status: status as Voucher["status"] }), ...(cursor && { cursor }) };
      return code ? ask(api.GET("/v1/economy/vouchers", { params: { query: asked } })) : nothing();
    },
    [code, status, language.value],
  );
  return (
    <Page
      title={t("vouchers")}
      aside={
        code &&
        keepsBooks(code) && (
          <Button kind="main" aria-haspopup="dialog" onClick={() => record(true)}>
            {t("record")}
          </Button>
        )
      }
    >
      <Tabs at="vouchers" query={query} />
      <div class="filters">
        {picker}
        <StatusFilter names={economy_voucher} value={status} path="vouchers" query={query} />
      </div>
      <Lines
        list={list}
        line={(one) => ({
          key: one.id,
          to: href("voucher/" + one.id),
          title: one.said,
          about: one.number + " · " + one.on + " · " + yuan(sumOf(one)),
          aside: (
            <>
              <Tag tone={tone(one)}>{one.status_name}</Tag> {one.reverses && <Tag>{t("reversal")}</Tag>}
            </>
          ),
        })}
      />
      {code && <Cash village={code} />}
      {recording && code && <Record village={code} close={() => record(false)} />}
    </Page>
  );
}

function Cash({ village }: { village: string }) {
  const asked = useAsked(
    () => ask(api.GET("/v1/economy/cash-boxes/{village}", { params: { path: { village } } })),
    [village, language.value],
  );
  return (
    <Card title={t("cash")}>
      <Shown asked={asked}>
        {(box) => (
          <Facts
            of={[
              [t("drawn"), yuan(box.drawn_fen)],
              [t("received"), yuan(box.received_fen) + (box.banked_until ? " · " + t("banked", { day: day(box.banked_until) }) : "")],
              [t("cashLimit"), yuan(box.limit_fen)],
            ]}
          />
        )}
      </Shown>
    </Card>
  );
}

/** One voucher as it is printed: its lines and both sums, who had which part in it, and what takes it back. */
export function VoucherPage({ params }: Place) {
  const path = { voucher: params["id"] as string };
  const asked = useAsked(() => ask(api.GET("/v1/economy/vouchers/{voucher}", { params: { path } })), [path.voucher, language.value]);
  const steps = useAsked(
    () => ask(api.GET("/v1/economy/vouchers/{voucher}/history", { params: { path, query: { limit: 100 } } })),
    [path.voucher, asked.data?.version, language.value],
  );
  const staff = useStaff(asked.data?.village);
  const name = (person: string | null) => person && staff.name(person);
  return (
    <Thing
      title={t("voucher")}
      asked={asked}
      heading={(one) => one.said}
      tag={(one) => [one.status_name, tone(one)]}
      facts={(one) => [
        [t("number"), one.number],
        [t("where"), unitName(one.village)],
        [t("on"), one.on],
        [t("paper"), one.paper],
        [t("handler"), name(one.handler)],
        [t("recorder"), name(one.recorder)],
        [t("approver"), name(one.approver)],
        [t("keeper"), name(one.keeper)],
        [t("posted"), one.posted_on],
        [t("alsoIn"), one.also_in.length > 0 && one.also_in.map((other) => <Other id={other} />)],
        [t("paperAgain"), one.paper_again],
        [t("dealing"), one.dealing && one.dealing.kind_name + " · " + one.dealing.to],
        [t("dealingNear"), one.dealing && one.dealing.near.map((each) => name(each.person)).join("、")],
        [t("reversed"), one.reverses && <Other id={one.reverses} />],
        [t("reversedBy"), one.reversed_by && <Other id={one.reversed_by} />],
      ]}
      form={MoveVoucher}
      actions={(one) => one.actions}
      choices={() => ({ person: staff.choices(...OFFICERS) })}
      take={(one, action, said) =>
        ask(
          api.POST("/v1/economy/vouchers/{voucher}/transitions", {
            params: { path, header: { "If-Match": `"${one.version}"` } },
            body: { action, ...said } as Shape<"MoveVoucher">,
          }),
        )
      }
    >
      {(one) => (
        <>
          <Card title={t("lines")} aside={<TakeBack voucher={one} />}>
            <Entries voucher={one} />
          </Card>
          <Card title={t("happened")}>
            <Shown asked={steps}>
              {(told) => <History steps={told.items} who={(step) => step.actor_name} said={(step) => step.said && <p>{step.said}</p>} />}
            </Shown>
          </Card>
        </>
      )}
    </Thing>
  );
}

function Entries({ voucher }: { voucher: Voucher }) {
  const chart = useChart();
  const on = (side: string) => (line: Voucher["lines"][number]) => (line.side === side ? yuan(line.fen) : "");
  const sum = <strong>{yuan(sumOf(voucher))}</strong>;
  return (
    <Table
      caption={t("lines")}
      head={[t("account"), t("debit"), t("credit")]}
      rows={[
        ...voucher.lines.map((line) => [line.account + " " + chart.name(line.account), on("debit")(line), on("credit")(line)]),
        [<strong>{t("total")}</strong>, sum, sum],
      ]}
    />
  );
}

const useVoucher = (id: string | null) =>
  useAsked(
    async () => (id ? ask(api.GET("/v1/economy/vouchers/{voucher}", { params: { path: { voucher: id } } })) : undefined),
    [id, language.value],
  ).data;

function Other({ id }: { id: string }) {
  const other = useVoucher(id);
  return (
    <>
      <a href={href("voucher/" + id)}>{other?.number || t("voucher")}</a> {other?.status_name}
    </>
  );
}

/** What is in the books is never changed, only taken back: once, by who keeps them. */
function TakeBack({ voucher }: { voucher: Voucher }) {
  const [open, setOpen] = useState(false);
  const other = useVoucher(voucher.reversed_by);
  const taken = voucher.reversed_by && other?.status !== "void";
  if (voucher.status !== "posted" || taken || !keepsBooks(voucher.village)) return null;
  return (
    <>
      <Button aria-haspopup="dialog" onClick={() => setOpen(true)}>{t("reverse")}</Button>
      {open && <Record village={voucher.village} reverses={voucher} close={() => setOpen(false)} />}
    </>
  );
}
