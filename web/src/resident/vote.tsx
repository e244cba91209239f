import { useEffect, useState } from "preact/hooks";
import { api, ask, type Shape } from "../api/client.ts";
import { href, type Place } from "../router.ts";
import { me } from "../session/me.ts";
import { Card, Facts, LinkButton, Page, Problem, Shown, Tag } from "../ui/components.tsx";
import { useAsked, useStep } from "../ui/data.ts";
import { language } from "../ui/language.ts";
import { moment } from "../ui/time.ts";
import { fingerprint } from "./blind.ts";
import { Choose, type Choice } from "./choose.tsx";
import { SecretBallot } from "./secret.tsx";
import { t } from "./words.ts";

type Vote = Shape<"VoteView">;

/** One vote: how one takes part, how it is cast, and what it came to. */
export function VotePage({ params }: Place) {
  const path = { vote: params["id"] as string };
  const asked = useAsked(
    () => ask(api.GET("/v1/assembly/votes/{vote}", { params: { path } })),
    [path.vote, language.value],
    (vote) => (vote.status === "closed" || vote.status === "void" ? undefined : 10_000),
  );
  const mine = useAsked(
    () => ask(api.GET("/v1/assembly/votes/{vote}/mine", { params: { path } })),
    [path.vote, asked.data?.status],
  );
  return (
    <Page title={t("vote")}>
      <Shown asked={asked}>
        {(vote) => (
          <>
            <About vote={vote} />
            {mine.data && me.value && <Mine vote={vote} part={mine.data} again={mine.again} />}
            {vote.tally && <Result tally={vote.tally} />}
            <LinkButton to={href("meetings/" + vote.meeting)}>{t("meeting")}</LinkButton>
          </>
        )}
      </Shown>
    </Page>
  );
}

function About({ vote }: { vote: Vote }) {
  const meeting = useAsked(
    () => ask(api.GET("/v1/assembly/meetings/{meeting}", { params: { path: { meeting: vote.meeting } } })),
    [vote.meeting, language.value],
  );
  const [short, show] = useState<string>();
  const key = vote.public_key;
  useEffect(() => {
    if (key) void fingerprint(key).then(show);
  }, [key?.n]);
  return (
    <Card
      title={meeting.data?.agenda[vote.item]?.title || t("vote")}
      aside={<Tag tone={vote.status === "closed" ? "done" : "active"}>{vote.status_name}</Tag>}
    >
      <Facts
        of={[
          [t("manner"), vote.manner === "secret" ? t("secret") : t("byName")],
          [t("opened"), moment(vote.opened_at)],
          [t("void"), vote.void_reason],
          [t("keyInShort"), short && <span class="code">{short}</span>],
        ]}
      />
      {short && <p class="hint">{t("keyHint")}</p>}
    </Card>
  );
}

interface Taking {
  vote: Vote;
  part: Shape<"ParticipationView">;
  again: () => Promise<void>;
}

function Mine({ vote, part, again }: Taking) {
  if (!part.voter)
    return (
      <Card title={t("myVote")}>
        <p>{t("notOnRoll")}</p>
      </Card>
    );
  if (vote.manner === "secret") return <SecretBallot vote={vote} part={part} voter={part.voter} again={again} />;
  return <OpenBallot vote={vote} part={part} again={again} />;
}

function OpenBallot({ vote, part, again }: Taking) {
  const { busy, refused, run } = useStep();
  const cast = (choice: Choice): void =>
    void run(async () => {
      await ask(api.POST("/v1/assembly/votes/{vote}/ballots", { params: { path: { vote: vote.id } }, body: { choice } }));
      await again();
    });
  return (
    <Card title={t("myVote")}>
      <div aria-live="polite">
        {part.took_part && <p>{t("youVoted", { choice: part.choice ? t(part.choice as Choice) : "" })}</p>}
      </div>
      {!part.took_part && vote.status === "casting" && (
        <>
          <p class="hint">{t("byNameHint")}</p>
          <Choose busy={busy} send={cast} />
        </>
      )}
      <Problem refused={refused} />
    </Card>
  );
}

function Result({ tally }: { tally: Shape<"TallyView"> }) {
  return (
    <Card title={t("result")} aside={<Tag tone={tally.passed ? "done" : "plain"}>{tally.passed ? t("passed") : t("notPassed")}</Tag>}>
      <Facts
        of={[
          [t("yes"), tally.yes],
          [t("no"), tally.no],
          [t("abstain"), tally.abstain],
          [t("spoilt"), tally.spoilt || null],
          [t("needed"), tally.yes_needed],
          [t("there"), t("thereOf", { n: tally.present, of: tally.roll })],
        ]}
      />
    </Card>
  );
}
