import { useState } from "preact/hooks";
import { NotKept } from "./outbox.ts";

/** A deed that is being kept on the device: `save(deed)` keeps its button busy, and says why if the device did not take it. */
export function useSaving(): { busy: boolean; said: string; say: (words: string) => void; save: (deed: () => Promise<void>) => Promise<void> } {
  const [busy, setBusy] = useState(false);
  const [said, say] = useState("");
  const save = async (deed: () => Promise<void>): Promise<void> => {
    setBusy(true);
    say("");
    try {
      await deed();
    } catch (fault) {
      if (!(fault instanceof NotKept)) throw fault;
      say(fault.message); // what was typed stays where it is
    } finally {
      setBusy(false);
    }
  };
  return { busy, said, say, save };
}
