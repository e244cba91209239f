import { useState } from "preact/hooks";
import { api, ask, type Shape } from "../api/client.ts";
import { href, type Place } from "../router.ts";
import { ownVillage } from "../session/me.ts";
import { Button, Card, Empty, Facts, Input, LinkButton, Page, Problem, Shown, Tag } from "../ui/components.tsx";
import { useAsked, useList, useStep } from "../ui/data.ts";
import { language } from "../ui/language.ts";
import { moment } from "../ui/time.ts";
import { Lines } from "./lists.tsx";
import { t } from "./words.ts";

/** The meetings of one's village. */
export function Meetings() {
  const village = ownVillage();
  return (
    <Page title={t("meetings")}>{village ? <MeetingsOf village={village} /> : <Empty>{t("noVillage")}</Empty>}</Page>
  );
}

function MeetingsOf({ village }: { village: string }) {
  const list = useList(
    (cursor) => ask(api.GET("/v1/assembly/meetings", { params: { query: { village, limit: 25, ...(cursor && { cursor }) } } })),
    [village, language.value],
  );
  return (
    <Card>
      <Lines list={list} none={t("noMeetings")}>
        {(line) => (
          <>
            <a href={href("meetings/" + line.id)}>{line.title || line.id}</a>{" "}
            {line.status_name && <Tag>{line.status_name}</Tag>}
            <p class="faint">{moment(line.created_at)}</p>
          </>
        )}
      </Lines>
    </Card>
  );
}

/** One meeting: where and when, what is on it, whether one is there, and the votes that are open. */
export function Meeting({ params }: Place) {
  const path = { meeting: params["id"] as string };
  const asked = useAsked(
    () => ask(api.GET("/v1/assembly/meetings/{meeting}", { params: { path } })),
    [path.meeting, language.value],
    (meeting) => (meeting.status === "open" ? 15_000 : undefined),
  );
  return (
    <Page title={t("meeting")}>
      <Shown asked={asked}>
        {(meeting) => (
          <>
            <Card title={meeting.title} aside={<Tag tone="active">{meeting.status_name}</Tag>}>
              <Facts
                of={[
                  [t("begins"), moment(meeting.begins_at)],
                  [t("place"), meeting.place],
                  [t("myPart"), meeting.my_part.voter && (meeting.my_part.present ? t("present") : t("invited"))],
                  [t("minutes"), meeting.minutes],
                ]}
              />
              <h3>{t("agenda")}</h3>
              <ol>
                {meeting.agenda.map((item) => (
                  <li key={item.matter}>{item.title}</li>
                ))}
              </ol>
              {meeting.my_part.voter && !meeting.my_part.present && meeting.status === "open" && (
                <Arrive meeting={meeting} again={asked.again} />
              )}
            </Card>
            <Votes meeting={meeting} />
          </>
        )}
      </Shown>
      <LinkButton to="#/meetings">{t("meetings")}</LinkButton>
    </Page>
  );
}

/** Say that one is there: with the code on the wall of the hall, or from afar where the village's rules allow it. */
function Arrive({ meeting, again }: { meeting: Shape<"MeetingView">; again: () => Promise<void> }) {
  const [code, type] = useState("");
  const { busy, refused, run } = useStep();
  const attend = (body: Shape<"Attend">): void =>
    void run(async () => {
      await ask(api.POST("/v1/assembly/meetings/{meeting}/attendance", { params: { path: { meeting: meeting.id } }, body }));
      await again();
    });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        attend({ channel: "on_site", code });
      }}
    >
      <Input label={t("hallCode")} hint={t("hallCodeHint")} required autoComplete="off" value={code} onInput={(event) => type(event.currentTarget.value)} />
      <Button kind="main" type="submit" busy={busy}>
        {t("iAmHere")}
      </Button>
      {meeting.online && (
        <Button busy={busy} onClick={() => attend({ channel: "online" })}>
          {t("iAmOnline")}
        </Button>
      )}
      <Problem refused={refused} />
    </form>
  );
}

function Votes({ meeting }: { meeting: Shape<"MeetingView"> }) {
  if (!meeting.votes.length) return null;
  return (
    <Card title={t("votes")}>
      <ul class="lines">
        {meeting.votes.map((vote, at) => (
          <li key={vote}>
            <a href={href("vote/" + vote)}>{t("voteNo", { n: at + 1 })}</a>{" "}
            {meeting.open_votes.includes(vote) && <Tag tone="active">{t("voteOpen")}</Tag>}
          </li>
        ))}
      </ul>
    </Card>
  );
}
