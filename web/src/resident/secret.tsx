import { useState } from "preact/hooks";
import { api, ask, Refused, type Shape } from "../api/client.ts";
import { me } from "../session/me.ts";
import { Button, Card, Problem } from "../ui/components.tsx";
import { useAsked, useStep } from "../ui/data.ts";
import { language } from "../ui/language.ts";
import { canHide, hide, receiptOf, unhide, type Ballot } from "./blind.ts";
import { Choose, type Choice } from "./choose.tsx";
import { keepBallot, keptBallot, type Kept } from "./kept-ballot.ts";
import { t } from "./words.ts";

type Vote = Shape<"VoteView">;

/**
 * A secret ballot as on paper: everybody takes one first, by name; then the ballots are cast, by nobody. The page says what that hides and
 * what it does not.
 */
export function SecretBallot({
  vote,
  part,
  voter,
  again,
}: {
  vote: Vote;
  part: Shape<"ParticipationView">;
  voter: string;
  again: () => Promise<void>;
}) {
  const person = me.value?.person_id || voter;
  const [kept, show] = useState<Kept>(() => keptBallot(vote.id, person));
  const { busy, refused, run } = useStep();
  const keep = (next: Kept): void => {
    if (!keepBallot(vote.id, person, next)) throw new Refused(0, {}, t("keepsNothing"));
    show(next);
  };
  const takeIt = (): void =>
    void run(async () => {
      keep(await taken(vote, kept, keep));
      await again();
    });
  const castIt = (ballot: Ballot, choice: Choice): void =>
    void run(async () => {
      await cast(vote.id, ballot, choice);
      keep({ receipt: await receiptOf(ballot.serial) });
    });
  return (
    <Card title={t("myVote")}>
      <details>
        <summary class="button plain">{t("howSecret")}</summary>
        <ul>
          <li>{t("secretTaken")}</li>
          <li>{t("secretCast")}</li>
          <li>{t("secretDevice")}</li>
          <li>{t("secretReceipt")}</li>
          <li>{t("secretNot")}</li>
        </ul>
      </details>
      <div aria-live="polite">
        <Stand vote={vote} part={part} kept={kept} />
      </div>
      {vote.status === "issuing" && !vote.paper_only && !kept.ballot && (!part.took_part || kept.hidden) && (
        <Button kind="main" busy={busy} disabled={!canHide()} onClick={takeIt}>
          {t("takeBallot")}
        </Button>
      )}
      {vote.status === "casting" && kept.ballot && (
        <Choose busy={busy} send={(choice) => kept.ballot && castIt(kept.ballot, choice)} />
      )}
      {kept.receipt && <Counted vote={vote} receipt={kept.receipt} />}
      <Problem refused={refused} />
    </Card>
  );
}

/** In a sentence where one stands now. */
function Stand({ vote, part, kept }: { vote: Vote; part: Shape<"ParticipationView">; kept: Kept }) {
  if (kept.receipt) return <p>{t("castAlready")}</p>;
  if (!canHide()) return <p>{t("browserTooOld")}</p>;
  if (vote.paper_only) return <p>{t("paperOnly")}</p>;
  if (kept.ballot) return <p>{vote.status === "issuing" ? t("ballotWaits") : t("ballotReady")}</p>;
  if (part.took_part && !kept.hidden) return <p>{t("takenElsewhere")}</p>;
  if (vote.status === "issuing") return <p>{t("takeNow")}</p>;
  return <p>{t("tooLate")}</p>;
}

/** Have a hidden number signed. It is kept before it is sent, so that it is the same if the answer gets lost. */
async function taken(vote: Vote, kept: Kept, keep: (next: Kept) => void): Promise<Kept> {
  const key = vote.public_key;
  if (!key) throw new Refused(0, {}, t("tooLate"));
  const hidden = kept.hidden || (await hide(key));
  keep({ hidden });
  const told = await ask(
    api.POST("/v1/assembly/votes/{vote}/tokens", {
      params: { path: { vote: vote.id } },
      body: { blinded: hidden.blinded },
    }),
  );
  if (!told.signed) return { hidden };
  const ballot = await unhide(key, hidden, told.signed);
  if (!ballot) throw new Refused(0, {}, t("wrongKey"));
  return { ballot };
}

/** Cast without a token: the number and its signature are all that is sent, and who sends it is asked by nobody. */
async function cast(vote: string, ballot: Ballot, choice: Choice): Promise<void> {
  const address = "/v1/assembly/secret-ballots/" + encodeURIComponent(vote);
  await ask(
    fetch(address, {
      method: "POST",
      credentials: "omit",
      cache: "no-store",
      referrerPolicy: "no-referrer",
      headers: { "Content-Type": "application/json", "Accept-Language": language.value },
      body: JSON.stringify({ ...ballot, choice }),
    }).then(async (response) => {
      const said: unknown = await response.json().catch(() => ({}));
      return response.ok ? { data: said, response } : { error: said, response };
    }),
  );
}

function Counted({ vote, receipt }: { vote: Vote; receipt: string }) {
  const asked = useAsked(async () => {
    const answer = await fetch(`/v1/assembly/secret-ballots/${encodeURIComponent(vote.id)}/${receipt}`, {
      credentials: "omit",
      cache: "no-store",
    });
    return answer.ok ? ((await answer.json()) as Shape<"CountedView">) : undefined;
  }, [vote.id, receipt, vote.status]);
  return (
    <>
      <p>
        {t("receipt")} <span class="code">{receipt}</span>
      </p>
      {asked.data && <p>{asked.data.counted ? t("isCounted") : asked.data.received ? t("isReceived") : t("isMissing")}</p>}
    </>
  );
}
