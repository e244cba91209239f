import { useState } from "preact/hooks";
import { Refused, type Shape } from "../../api/client.ts";
import { Button, Problem } from "../../ui/components.tsx";
import { useStep } from "../../ui/data.ts";
import { t } from "../words.ts";

type Document = Pick<Shape<"DocumentView">, "download" | "status"> | undefined;

/** The file of a paper: written when it is first asked for, fetched when it is there. */
export function File({ read, write, name }: { read: () => Promise<Document>; write: () => Promise<unknown>; name: string }) {
  const [told, tell] = useState<string>();
  const { busy, refused, run } = useStep();
  const fetchIt = async (): Promise<void> => {
    const found = await read().catch((fault: unknown) => {
      if (fault instanceof Refused && fault.status === 404) return undefined; // nobody asked for it yet
      throw fault;
    });
    if (found?.download) location.assign(found.download.url);
    else {
      if (!found || found.status === "failed") await write();
      tell(t("beingWritten"));
    }
  };
  return (
    <>
      <Button busy={busy} onClick={() => void run(fetchIt)} aria-label={t("fetchFile") + " " + name}>
        {t("fetchFile")}
      </Button>{" "}
      <span aria-live="polite">{told}</span>
      <Problem refused={refused} />
    </>
  );
}
