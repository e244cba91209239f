import { api, ask, type Shape } from "../api/client.ts";
import { MoveMeeting, MoveVote, NewVote } from "../api/forms.ts";
import type { Place } from "../router.ts";
import { unitName } from "../session/units.ts";
import { Card, Empty, Shown, Tag } from "../ui/components.tsx";
import { useAsked } from "../ui/data.ts";
import { language } from "../ui/language.ts";
import { Moves } from "../ui/moves.tsx";
import { moment } from "../ui/time.ts";
import { useStaff } from "./people.ts";
import { Cited, Make, Thing } from "./things.tsx";
import { t } from "./words.ts";

type MeetingOf = Shape<"MeetingView">;

/** One meeting: who is there, what was voted on and how it came out, and the minutes with who signed them. */
export function Meeting({ params }: Place) {
  const path = { meeting: params["id"] as string };
  const asked = useAsked(
    () => ask(api.GET("/v1/assembly/meetings/{meeting}", { params: { path } })),
    [path.meeting, language.value],
  );
  const present = useAsked(
    () => ask(api.GET("/v1/assembly/meetings/{meeting}/attendance", { params: { path } })),
    [path.meeting, asked.data?.version],
  );
  const staff = useStaff(asked.data?.village);
  return (
    <Thing
      title={t("meeting")}
      asked={asked}
      heading={(one) => one.title}
      tag={(one) => [one.status_name, one.status === "signed" ? "done" : "active"]}
      facts={(one) => [
        [t("where"), unitName(one.village)],
        [t("place"), one.place],
        [t("begins"), moment(one.begins_at)],
        [t("chair"), staff.name(one.chair)],
        [t("recorder"), staff.name(one.recorder)],
        [t("present"), present.data && t("presentOf", { n: present.data.present, needed: present.data.needed, of: present.data.invited })],
        [t("agenda"), one.agenda.map((item) => item.title).join("；")],
        [t("minutes"), one.minutes && <span class="said">{one.minutes}</span>],
        [t("signedBy"), one.signatures.map((each) => staff.name(each.person) + " " + moment(each.at)).join("；")],
        [t("basis"), <Cited by={one.citation} />],
      ]}
      form={MoveMeeting}
      actions={(one) => one.actions}
      choices={() => ({ chair: staff.choices() })}
      take={(one, action, said) =>
        ask(
          api.POST("/v1/assembly/meetings/{meeting}/transitions", {
            params: { path, header: { "If-Match": `"${one.version}"` } },
            body: { action, ...said } as Shape<"MoveMeeting">,
          }),
        )
      }
    >
      {(one) => <Votes meeting={one} again={asked.again} />}
    </Thing>
  );
}

function Votes({ meeting, again }: { meeting: MeetingOf; again: () => Promise<void> }) {
  const open = meeting.actions.includes("open_vote") && (
    <Make
      label={t("openVote")}
      kind="plain"
      form={NewVote}
      choices={{ item: meeting.agenda.map((one, at) => [String(at), one.title] as const) }}
      send={async (body) => {
        const path = { meeting: meeting.id };
        await ask(api.POST("/v1/assembly/meetings/{meeting}/votes", { params: { path }, body: body as Shape<"NewVote"> }));
        await again();
      }}
    />
  );
  return (
    <Card title={t("votes")} aside={open}>
      {meeting.votes.length ? meeting.votes.map((id) => <Vote key={id} id={id} agenda={meeting.agenda} again={again} />) : <Empty />}
    </Card>
  );
}

function Vote({ id, agenda, again }: { id: string; agenda: MeetingOf["agenda"]; again: () => Promise<void> }) {
  const path = { vote: id };
  const asked = useAsked(() => ask(api.GET("/v1/assembly/votes/{vote}", { params: { path } })), [id, language.value]);
  return (
    <Shown asked={asked}>
      {(one) => {
        const tally = one.tally;
        return (
          <>
            <h3>
              {agenda[one.item]?.title} <Tag tone={one.status === "closed" ? "plain" : "active"}>{one.status_name}</Tag>{" "}
              {tally && <Tag tone={tally.passed ? "done" : "late"}>{tally.passed ? t("votePassed") : t("voteFailed")}</Tag>}
            </h3>
            {tally ? (
              <p>
                {t("tally", { ...count(tally) })}
                <br />
                <Cited by={tally.citation} />
              </p>
            ) : (
              <p class="faint">{one.void_reason || t("notCounted")}</p>
            )}
            <Moves
              form={MoveVote}
              actions={one.actions}
              take={async (action, said) => {
                await ask(
                  api.POST("/v1/assembly/votes/{vote}/transitions", {
                    params: { path, header: { "If-Match": `"${one.version}"` } },
                    body: { action, ...said } as Shape<"MoveVote">,
                  }),
                );
                await asked.again();
                await again();
              }}
            />
          </>
        );
      }}
    </Shown>
  );
}

const count = ({ roll, present, yes, no, abstain, spoilt }: Shape<"TallyView">) => ({ roll, present, yes, no, abstain, spoilt });
