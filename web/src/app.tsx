import { useEffect, useState } from "preact/hooks";
import type { Config } from "./config.ts";
import { here, match, type Pages } from "./router.ts";
import { isOpen, MENU, pagesOf } from "./routes.ts";
import { asked, me, roles } from "./session/me.ts";
import { signedIn, signIn, signOut } from "./session/session.ts";
import { Button, Loading, Page } from "./ui/components.tsx";
import { language, large } from "./ui/language.ts";
import { t } from "./ui/words.ts";

/** The frame of every page, and the page the address names. */
export function App({ config, failed }: { config: Config; failed: boolean }) {
  return (
    <>
      <a class="skip" href="#main" onClick={toMain}>
        {t("skip")}
      </a>
      <Header config={config} />
      <main id="main" tabIndex={-1}>
        {failed && (
          <p class="problem" role="alert">
            {t("signInFailed")}
          </p>
        )}
        <Current />
      </main>
      <Footer config={config} />
    </>
  );
}

function toMain(event: Event): void {
  event.preventDefault(); // the hash is the page's address
  document.getElementById("main")?.focus();
}

function Header({ config }: { config: Config }) {
  const word = here.value.path.split("/")[0];
  const shown = MENU.filter((one) => !one.roles || one.roles.some((role) => roles.value.has(role)));
  return (
    <header class="top">
      <div class="top-line">
        <a class="brand" href="#/">
          {config.county_name} <span>四治</span>
        </a>
        <div class="top-tools">
          <Button kind="quiet" onClick={() => (large.value = !large.value)} aria-pressed={large.value}>
            {large.value ? t("standard") : t("large")}
          </Button>
          <Button kind="quiet" onClick={() => (language.value = language.value === "zh" ? "en" : "zh")}>
            {t("english")}
          </Button>
          {signedIn.value === "yes" ? (
            <>
              <span class="who">{me.value?.name}</span>
              <Button kind="quiet" onClick={() => void signOut()}>
                {t("signOut")}
              </Button>
            </>
          ) : (
            <Button kind="quiet" onClick={() => void signIn()}>
              {t("signIn")}
            </Button>
          )}
        </div>
      </div>
      <nav aria-label={t("home")}>
        {shown.map((one) => (
          <a key={one.to} href={"#/" + one.to} aria-current={word === one.to ? "page" : undefined}>
            {language.value === "zh" ? one.zh : one.en}
          </a>
        ))}
      </nav>
    </header>
  );
}

function Current() {
  const { path, query } = here.value;
  const [part, show] = useState<{ of: string; pages: Pages }>();
  useEffect(() => {
    let wanted = true;
    void pagesOf(path).then((pages) => wanted && show({ of: path, pages }));
    return () => void (wanted = false);
  }, [path]);
  if (signedIn.value === "unknown") return <Loading />;
  if (!isOpen(path) && signedIn.value === "no") return <SignInFirst />;
  if (!part || (signedIn.value === "yes" && !asked.value)) return <Loading />;
  const found = match(part.pages, path);
  if (!found) return part.of === path ? <Page title={t("notFound")} /> : <Loading />;
  const Shown = found.page;
  return <Shown key={path} params={found.params} query={query} />;
}

function SignInFirst() {
  return (
    <Page title={t("signInFirst")}>
      <Button kind="main" onClick={() => void signIn()}>
        {t("signIn")}
      </Button>
    </Page>
  );
}

function Footer({ config }: { config: Config }) {
  return (
    <footer>
      {config.contact && <p>{t("contact", { contact: config.contact })}</p>}
      <p>
        {config.county_name}
        {config.icp && (
          <>
            {" · "}
            <a href="https://beian.miit.gov.cn/" rel="noreferrer">
              {config.icp}
            </a>
          </>
        )}
      </p>
    </footer>
  );
}
