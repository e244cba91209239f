import { api, ask, type Shape } from "../../../api/client.ts";
import { EnterOfProject } from "../../../api/forms.ts";
import { href, type Place } from "../../../router.ts";
import { unitName } from "../../../session/units.ts";
import { Button, Card, Empty, Facts, Further, Page, Shown, Table, Tag } from "../../../ui/components.tsx";
import { useAsked, useList } from "../../../ui/data.ts";
import { language } from "../../../ui/language.ts";
import { day } from "../../../ui/time.ts";
import { t as all } from "../../../ui/words.ts";
import { Lines, Make, nothing, Press, yuan } from "../../things.tsx";
import { useWhere } from "../../where.tsx";
import { heldAt } from "../decided.ts";
import { CROP, LIVESTOCK, seasonName, seasonsOf, whole } from "../forms.ts";
import { Tabs } from "../shared.tsx";
import { type Asset, useAssets } from "./assets.ts";
import { t } from "./words.ts";

type Project = Shape<"ProjectView">;

const chinese = (): boolean => language.value === "zh";
const scale = (one: Project): string => (one.kind === "crop" ? t("mu", { n: whole(one.scale) }) : t("head", { n: one.scale }));
const enters = (village: string | undefined): boolean => heldAt(village, "collective_director", "village_officer", "bookkeeper");

/** What a collective grows and raises, with what it cost, brought in and produced. */
export function Projects({ query }: Place) {
  const { code, picker } = useWhere("village", "projects", query);
  const assets = useAssets(enters(code) ? code : undefined);
  const list = useList(
    (cursor) => (code ? ask(api.GET("/v1/economy/projects", { params: { query: { village: code, limit: 25, ...(cursor && { cursor }) } } })) : nothing()),
    [code, language.value],
  );
  const begin = async (body: Record<string, unknown>): Promise<void> => {
    await ask(api.POST("/v1/economy/projects", { body: body as Shape<"BeginProject"> }));
    await list.again();
  };
  return (
    <Page
      title={t("projects")}
      aside={
        code &&
        enters(code) && (
          <div class="moves">
            <Make
              label={t("beginCrop")}
              form={CROP}
              without={["village", "kind"]}
              begin={{ village: code, kind: "crop" }}
              choices={{ plot: plots(assets || []), season: seasonsOf(Number(day(new Date().toISOString()).slice(0, 4)), chinese()) }}
              send={begin}
            />
            <Make
              label={t("beginLivestock")}
              kind="plain"
              form={LIVESTOCK}
              without={["village", "kind"]}
              begin={{ village: code, kind: "livestock" }}
              send={begin}
            />
          </div>
        )
      }
    >
      <Tabs at="projects" query={query} />
      <div class="filters">{picker}</div>
      <Lines
        list={list}
        line={(one) => ({
          key: one.id,
          to: href("project/" + one.id),
          title: one.name,
          about: [one.kind_name, scale(one), one.season && seasonName(one.season, chinese()), one.began_on].filter(Boolean).join(" · "),
          aside: (
            <>
              <Tag tone={one.closed_on ? "plain" : "active"}>{one.status_name}</Tag> {sums(one)}
            </>
          ),
        })}
      />
    </Page>
  );
}

const plots = (assets: readonly Asset[]): [string, string][] => assets.filter((one) => one.land).map((one) => [one.id, one.name]);

const sums = (one: Project): string =>
  ([["cost", one.cost_fen], ["income", one.income_fen], ["produced", one.produced_fen]] as const)
    .filter(([, fen]) => fen)
    .map(([name, fen]) => t(name) + " " + yuan(fen))
    .join(" · ");

/** One project, with every cost, income and value that was entered. */
export function ProjectPage({ params }: Place) {
  const path = { project: params["id"] as string };
  const asked = useAsked(() => ask(api.GET("/v1/economy/projects/{project}", { params: { path } })), [path.project, language.value]);
  const assets = useAssets(asked.data?.plot ? asked.data.village : undefined);
  const entries = useList(
    (cursor) => ask(api.GET("/v1/economy/projects/{project}/entries", { params: { path, query: { limit: 50, ...(cursor && { cursor }) } } })),
    [path.project, asked.data?.version, language.value],
  );
  return (
    <Page title={t("project")} aside={<Button onClick={() => print()}>{all("print")}</Button>}>
      <Shown asked={asked}>
        {(one) => (
          <>
            <Card title={one.name} aside={<Tag tone={one.closed_on ? "plain" : "active"}>{one.status_name}</Tag>}>
              <Facts
                of={[
                  [t("kind"), one.kind_name],
                  [t("scale"), scale(one)],
                  [t("plot"), unitName(one.village) + " " + (assets?.find((each) => each.id === one.plot)?.name || "")],
                  [t("season"), one.season && seasonName(one.season, chinese())],
                  [t("began"), one.began_on],
                  [t("closedOn"), one.closed_on],
                  [t("cost"), yuan(one.cost_fen)],
                  [t("income"), yuan(one.income_fen)],
                  [t("produced"), yuan(one.produced_fen)],
                ]}
              />
              <Steps of={one} again={asked.again} />
            </Card>
            <Card title={t("entries")}>
              <p class="hint">{t("producedHint")}</p>
              <Shown asked={entries}>{(lines) => <Entries lines={lines} />}</Shown>
              <Further list={entries} />
            </Card>
          </>
        )}
      </Shown>
    </Page>
  );
}

function Steps({ of, again }: { of: Project; again: () => Promise<void> }) {
  if (of.closed_on || !enters(of.village)) return null;
  const path = { project: of.id };
  return (
    <div class="moves no-print">
      <Make
        label={t("enter")}
        form={EnterOfProject}
        send={async (body) => {
          await ask(api.POST("/v1/economy/projects/{project}/entries", { params: { path }, body: body as Shape<"EnterOfProject"> }));
          await again();
        }}
      />
      <Press
        label={t("close")}
        kind="plain"
        act={async () => {
          await ask(api.POST("/v1/economy/projects/{project}/closing", { params: { path, header: { "If-Match": `"${of.version}"` } } }));
          await again();
        }}
      />
    </div>
  );
}

function Entries({ lines }: { lines: readonly Shape<"ProjectEntryView">[] }) {
  if (!lines.length) return <Empty />;
  return (
    <Table
      caption={t("entries")}
      head={[t("day"), t("said"), t("kind"), t("amount"), t("paper")]}
      rows={lines.map((one) => [<span class="whole-line">{one.on}</span>, one.said, one.kind_name, yuan(one.fen), one.paper || "—"])}
    />
  );
}
