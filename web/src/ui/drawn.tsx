import { useEffect, useState } from "preact/hooks";

/** A picture that the API draws; it is asked for with the token, so that an address alone shows it to nobody. */
export function Drawn({ of, load, alt }: { of: string; load: () => Promise<unknown>; alt: string }) {
  const [picture, show] = useState<string>();
  useEffect(() => {
    let wanted = true;
    let made: string | undefined;
    show(undefined);
    load().then(
      (svg) => {
        if (!wanted) return;
        made = URL.createObjectURL(new Blob([svg as string], { type: "image/svg+xml" }));
        show(made);
      },
      () => undefined, // whatever stands beside it says the same
    );
    return () => {
      wanted = false;
      if (made) URL.revokeObjectURL(made);
    };
  }, [of]);
  return picture ? <img class="qr" src={picture} alt={alt} /> : null;
}
