import { api, ask, type Shape } from "../api/client.ts";
import { href } from "../router.ts";
import { me } from "../session/me.ts";
import { Button, Card, Empty, Further, Page, Problem, Shown, Tag } from "../ui/components.tsx";
import { useList, useStep } from "../ui/data.ts";
import { language } from "../ui/language.ts";
import { moment } from "../ui/time.ts";
import { t } from "./words.ts";

type Message = Shape<"MessageView">;

/** Where what a message is about is seen; nothing where no page of one's own shows it. */
function pageOf(message: Message): string | undefined {
  const { kind, id } = message.about;
  const household = me.value?.household;
  const pages: Partial<Record<typeof kind, string>> = {
    incident: "mine/" + id,
    redemption: "redemption/" + id,
    meeting: "meetings/" + id,
    vote: "vote/" + id,
    idea: "ideas/" + id,
    feedback: "feedback/" + id,
    ...(household && { claim: "household/" + household, household_points: "household/" + household }),
  };
  const page = pages[kind];
  return page && href(page);
}

/** What one was told, newest first. */
export function Inbox() {
  const list = useList(
    (cursor) => ask(api.GET("/v1/notices/inbox", { params: { query: { limit: 25, ...(cursor && { cursor }) } } })),
    [language.value],
  );
  const { busy, refused, run } = useStep();
  const newest = list.data?.[0];
  const readAll = (message: Message): void =>
    void run(async () => {
      await ask(api.POST("/v1/notices/inbox/transitions", { body: { action: "read", up_to: message.id } }));
      await list.again();
    });
  return (
    <Page
      title={t("inbox")}
      aside={
        newest &&
        list.data?.some((one) => !one.read) && (
          <Button busy={busy} onClick={() => readAll(newest)}>
            {t("readAll")}
          </Button>
        )
      }
    >
      <Problem refused={refused} />
      <Card>
        <Shown asked={list}>
          {(messages) =>
            messages.length ? (
              <ul class="lines">
                {messages.map((one) => (
                  <Told key={one.id} message={one} />
                ))}
              </ul>
            ) : (
              <Empty>{t("noMessages")}</Empty>
            )
          }
        </Shown>
        <Further list={list} />
      </Card>
    </Page>
  );
}

function Told({ message }: { message: Message }) {
  const to = pageOf(message);
  return (
    <li>
      {!message.read && <Tag tone="active">{t("unread")}</Tag>} {to ? <a href={to}>{message.text}</a> : message.text}
      <p class="faint">{moment(message.happened_at)}</p>
    </li>
  );
}
