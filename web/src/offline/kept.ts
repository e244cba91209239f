import { useEffect, useState } from "preact/hooks";
import { Refused } from "../api/client.ts";
import { language } from "../ui/language.ts";
import { clock } from "../ui/time.ts";
import { within } from "./database.ts";
import { t } from "./words.ts";

interface Seen<Data> {
  at: string;
  data: Data;
}

export interface AskedOrKept<Data> {
  data: Data | undefined;
  /** 「截至 9:40」 where it is not of now. */
  asOf: string | undefined;
  refused: Refused | undefined;
  again: () => Promise<void>;
}

/** A list that is asked for, and shown as it was last seen while there is no line. `name` says which, and whose. */
export function useKept<Data>(name: string, load: () => Promise<Data>): AskedOrKept<Data> {
  const [seen, show] = useState<{ data?: Data; at?: string; refused?: Refused }>({});
  const key = name + " " + language.value;
  const again = async (): Promise<void> => {
    try {
      const data = await load();
      show({ data });
      await within("lists", "readwrite", (store) => store.put({ at: new Date().toISOString(), data }, key)).catch(() => undefined);
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault;
      const last = fault.status === 0 ? await lastSeen<Data>(key) : undefined;
      show(last ? last : { refused: fault });
    }
  };
  useEffect(() => void again(), [key]);
  return {
    data: seen.data,
    asOf: seen.at && t("asOf", { time: clock(seen.at) }),
    refused: seen.refused,
    again,
  };
}

async function lastSeen<Data>(key: string): Promise<Seen<Data> | undefined> {
  return within("lists", "readonly", (store) => store.get(key) as IDBRequest<Seen<Data> | undefined>).catch(() => undefined);
}
