import { api, ask, type Shape } from "../api/client.ts";
import { MoveBoard, MoveClaim, NewClaim, points_claim } from "../api/forms.ts";
import { href, type Place } from "../router.ts";
import { Card, Due, Empty, Page, Shown, Table, Tag } from "../ui/components.tsx";
import { useAsked, useList } from "../ui/data.ts";
import { optionOf } from "../ui/labels.ts";
import { language } from "../ui/language.ts";
import { Moves } from "../ui/moves.tsx";
import { day, moment } from "../ui/time.ts";
import { Lines, Make, Press, StatusFilter, Thing } from "./things.tsx";
import { useHomeNames } from "./economy/people/homes.ts";
import { Tabs } from "./shop/shared.tsx";
import { useWhere } from "./where.tsx";
import { t } from "./words.ts";

type ClaimStatus = Shape<"ClaimStatus">;

/** A village's points: claims as they are checked, lists to publish, and boards. */
export function Points({ query }: Place) {
  const { code, picker } = useWhere("village", "points", query);
  return (
    <Page title={t("points")}>
      <Tabs at="points" query={query} />
      <div class="filters">{picker}</div>
      {code && <Claims village={code} status={query.get("status") || ""} query={query} />}
      {code && <Published village={code} />}
      {code && <Boards village={code} />}
    </Page>
  );
}

function Claims({ village, status, query }: { village: string; status: string; query: URLSearchParams }) {
  const list = useList(
    (cursor) => {
      const asked = { village, limit: 10, ...(status && { status: status as ClaimStatus }), ...(cursor && { cursor }) };
      return ask(api.GET("/v1/points/claims", { params: { query: asked } }));
    },
    [village, status, language.value],
  );
  const items = useItems(village);
  const home = useHomeNames(village);
  const name = (code: string): string => items.find(([one]) => one === code)?.[1] || code;
  return (
    <Card
      title={t("claims")}
      aside={
        <Make
          label={t("newClaim")}
          form={NewClaim}
          choices={{ item: items }}
          send={async (body) => {
            await ask(api.POST("/v1/points/claims", { body: body as Shape<"NewClaim"> }));
            await list.again();
          }}
        />
      }
    >
      <StatusFilter names={points_claim} value={status} path="points" query={query} />
      <Lines
        list={list}
        line={(one) => ({
          key: one.id,
          to: href("claim/" + one.id),
          title: name(one.item),
          about: home(one.household) + " · " + day(one.created_at),
          aside: (
            <>
              <Tag tone={one.status === "posted" ? "done" : "active"}>{optionOf(one.status, points_claim)}</Tag>{" "}
              {one.points !== null && t("pointsOf", { n: (one.sign === "minus" ? "−" : "+") + one.points })}
            </>
          ),
        })}
      />
    </Card>
  );
}

/** What a village gives points for, by the rules in force. */
function useItems(village: string): [string, string][] {
  const asked = useAsked(
    () => ask(api.GET("/v1/points/villages/{village}/rule-book", { params: { path: { village } } })),
    [village, language.value],
  );
  return (asked.data?.book.items || []).map((one) => [one.code, one.name[language.value] || one.code]);
}

function Published({ village }: { village: string }) {
  const path = { village };
  const home = useHomeNames(village);
  const list = useList(
    (cursor) =>
      ask(api.GET("/v1/points/villages/{village}/publications", { params: { path, query: { limit: 3, ...(cursor && { cursor }) } } })),
    [village, language.value],
  );
  return (
    <Card
      title={t("pointLists")}
      aside={
        <Press
          label={t("publish")}
          act={async () => {
            await ask(api.POST("/v1/points/villages/{village}/publications", { params: { path } }));
            await list.again();
          }}
        />
      }
    >
      <p class="hint">{t("publishHint")}</p>
      <Shown asked={list}>
        {(lists) =>
          lists.length ? (
            lists.map((one) => (
              <Table
                key={one.id}
                shown
                caption={t("publicUntil", { from: moment(one.published_at), until: day(one.public_until) })}
                head={[t("household"), t("item"), t("happenedOn"), t("pointsHead")]}
                rows={one.lines.map((line) => [home(line.household), line.item_name, line.happened_on, (line.sign === "minus" ? "−" : "+") + line.points])}
              />
            ))
          ) : (
            <Empty />
          )
        }
      </Shown>
    </Card>
  );
}

function Boards({ village }: { village: string }) {
  const path = { village };
  const list = useList(
    (cursor) =>
      ask(api.GET("/v1/points/villages/{village}/boards", { params: { path, query: { limit: 3, ...(cursor && { cursor }) } } })),
    [village, language.value],
  );
  return (
    <Card title={t("boards")}>
      <Shown asked={list}>
        {(boards) =>
          boards.length ? (
            boards.map((board) => (
              <div key={board.id}>
                <h3>
                  {board.period} <Tag tone="active">{board.status_name}</Tag>
                </h3>
                {board.none_because && <p class="faint">{board.none_because}</p>}
                <Table
                  shown
                  caption={t("redBoard")}
                  head={[t("household"), t("pointsHead")]}
                  rows={board.red.map((line) => [line.name, String(line.net)])}
                />
                <Moves
                  form={MoveBoard}
                  actions={board.actions}
                  take={async (action, said) => {
                    await ask(
                      api.POST("/v1/points/villages/{village}/boards/{board}/transitions", {
                        params: { path: { village, board: board.id } },
                        body: { action, ...said } as Shape<"MoveBoard">,
                      }),
                    );
                    await list.again();
                  }}
                />
              </div>
            ))
          ) : (
            <Empty />
          )
        }
      </Shown>
    </Card>
  );
}

/** One claim: what was done, who looked, what was objected, and where the points are. */
export function Claim({ params }: Place) {
  const path = { claim_id: params["id"] as string };
  const asked = useAsked(
    () => ask(api.GET("/v1/points/claims/{claim_id}", { params: { path } })),
    [path.claim_id, language.value],
  );
  return (
    <Thing
      title={t("claim")}
      asked={asked}
      heading={(one) => one.item_name}
      tag={(one) => [one.status_name, one.status === "posted" ? "done" : "active"]}
      facts={(one) => [
        [t("household"), one.household_name],
        [t("description"), one.description],
        [t("happenedOn"), one.happened_on],
        [t("quantity"), one.quantity],
        [t("pointsHead"), one.points],
        [t("due"), one.due_at && <Due at={one.due_at} />],
        [t("nextStep"), one.next_step],
      ]}
      form={MoveClaim}
      actions={(one) => one.actions}
      take={(one, action, said) =>
        ask(
          api.POST("/v1/points/claims/{claim_id}/transitions", {
            params: { path, header: { "If-Match": `"${one.version}"` } },
            body: { action, ...said } as Shape<"MoveClaim">,
          }),
        )
      }
    >
      {(one) => (
        <Card title={t("history")}>
          <ol class="steps">
            {one.checks.map((check) => (
              <li key={check.at}>
                {t("checked", { who: check.name || check.household || "", n: check.quantity })}
                <br />
                <time class="faint" dateTime={check.at}>{moment(check.at)}</time>
                {check.note && <p>{check.note}</p>}
              </li>
            ))}
            {one.objections.map((objection) => (
              <li key={objection.at}>
                {t("objected", { why: objection.reason })}
                {objection.answer && <p>{objection.answer}</p>}
              </li>
            ))}
          </ol>
          {one.checks.length + one.objections.length === 0 && <Empty />}
        </Card>
      )}
    </Thing>
  );
}
