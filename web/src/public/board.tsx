import { api, ask, type Shape } from "../api/client.ts";
import { href, type Place } from "../router.ts";
import { ownVillage } from "../session/me.ts";
import { Card, Empty, Facts, Further, LinkButton, Page, Shown, Table } from "../ui/components.tsx";
import { useAsked, useList } from "../ui/data.ts";
import { language } from "../ui/language.ts";
import { day, moment } from "../ui/time.ts";
import { t as all } from "../ui/words.ts";
import { nameOf, useUnits, Villages } from "./places.tsx";
import { t } from "./words.ts";

/** Which village's board. */
export function Boards({ query }: Place) {
  const own = ownVillage();
  return (
    <Page title={all("board")}>
      {own && (
        <LinkButton kind="main" to={href("board/" + own)}>
          {t("ownVillage")}
        </LinkButton>
      )}
      <Villages town={query.get("town") || ""} />
    </Page>
  );
}

/** What a village has published, its red boards, and who works its grids. */
export function Board({ params }: Place) {
  const village = params["village"] as string;
  const units = useUnits(village.slice(0, 9));
  const unit = units.data?.find((one) => one.code === village);
  return (
    <Page title={unit ? t("boardOf", { village: nameOf(unit) }) : all("board")}>
      <Published village={village} />
      <RedBoards village={village} />
      <Grids village={village} />
      <LinkButton to={href("board")}>{t("otherVillage")}</LinkButton>
    </Page>
  );
}

function Published({ village }: { village: string }) {
  const list = useList(
    (cursor) =>
      ask(
        api.GET("/v1/assembly/village-board/{village}", {
          params: { path: { village }, query: { limit: 25, ...(cursor && { cursor }) } },
        }),
      ),
    [village, language.value],
  );
  return (
    <Card title={t("published")}>
      <Shown asked={list}>
        {(lines) =>
          lines.length ? (
            <ul class="lines">
              {lines.map((line) => (
                <li key={line.id}>
                  <a href={href(`board/${village}/${line.id}`)}>{line.title}</a>
                  <p class="faint">{moment(line.published_at)}</p>
                </li>
              ))}
            </ul>
          ) : (
            <Empty>{t("nothingPublished")}</Empty>
          )
        }
      </Shown>
      <Further list={list} />
    </Card>
  );
}

function RedBoards({ village }: { village: string }) {
  const asked = useAsked(
    () =>
      ask(
        api.GET("/v1/points/public/villages/{village}/boards", { params: { path: { village }, query: { limit: 5 } } }),
      ),
    [village, language.value],
  );
  if (!asked.data?.items.length) return null;
  return (
    <Card title={t("red")}>
      <p class="hint">{t("redHint")}</p>
      {asked.data.items.map((board) => (
        <Red key={board.id} board={board} />
      ))}
    </Card>
  );
}

function Red({ board }: { board: Shape<"PublicRedBoard"> }) {
  return (
    <>
      {board.lines.length > 0 && (
        <Table
          caption={t("redOf", { period: board.period })}
          head={[t("rank"), t("who"), t("points")]}
          rows={board.lines.map((line) => [line.rank, line.name, line.net])}
        />
      )}
      {board.others > 0 && <p class="faint">{t("others", { period: board.period, n: board.others })}</p>}
    </>
  );
}

function Grids({ village }: { village: string }) {
  const grids = useUnits(village);
  if (!grids.data?.length) return null;
  return (
    <Card title={t("grids")}>
      <ul class="lines">
        {grids.data.map((grid) => (
          <li key={grid.code}>
            <a href={href("grid/" + grid.code)}>{nameOf(grid)}</a>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** One publication with what was answered to objections. */
export function Publication({ params }: Place) {
  const path = { village: params["village"] as string, publication: params["publication"] as string };
  const asked = useAsked(
    () => ask(api.GET("/v1/assembly/village-board/{village}/{publication}", { params: { path } })),
    [path.village, path.publication, language.value],
  );
  return (
    <Page title={asked.data?.title || all("board")}>
      <Shown asked={asked}>
        {(told) => (
          <>
            <Card>
              <p class="said">{told.content}</p>
              <Facts
                of={[
                  [t("period"), told.period],
                  [t("publishedAt"), moment(told.published_at)],
                  [t("staysUntil"), day(told.stays_until)],
                  [t("objections"), told.objections ? t("answeredOf", { n: told.objections, m: told.answered }) : null],
                ]}
              />
            </Card>
            {told.answers.length > 0 && (
              <Card title={t("answers")}>
                <ol class="steps">
                  {told.answers.map((one) => (
                    <li key={one.answered_at}>
                      <time dateTime={one.answered_at}>{moment(one.answered_at)}</time> {one.answer}
                    </li>
                  ))}
                </ol>
              </Card>
            )}
          </>
        )}
      </Shown>
      <LinkButton to={href("board/" + path.village)}>{all("back")}</LinkButton>
    </Page>
  );
}
