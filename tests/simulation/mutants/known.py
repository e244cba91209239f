"""The faults: what each is, and what of the product it changes while it lasts."""

from __future__ import annotations

from collections.abc import Mapping

from tests.simulation.mutants import changes as c
from tests.simulation.mutants.changes import entry, instead, together
from tests.simulation.mutants.further import FURTHER
from tests.simulation.mutants.mutant import Mutant
from tests.simulation.town import SILENT_OFFICE, TWO_POSTS

MUTANTS: Mapping[str, Mutant] = {
    **FURTHER,
    "no-climb": Mutant(
        "A limit passes and nothing climbs",
        entry("incidents.rules.waking", "_WAKES", "escalate", c.no_climb),
    ),
    "one-mark": Mutant(
        "Only the next mark of a clock is kept",
        instead("escalation.rules.climbing", "with_marks", c.only_the_first_mark),
    ),
    "whole-limit-at-each-hand": Mutant(
        "Whoever gets it has a whole limit, whoever gave it (issue 11)",
        instead("incidents.rules.allowance", "arrived", c.always_whole),
    ),
    "whole-limit-after-a-pause": Mutant(
        "After a request or a rejection the limit begins anew (issue 11)",
        instead("incidents.rules.allowance", "Allowance.resumed", c.whole_again),
    ),
    "solutions-never-charged": Mutant(
        "Waiting for any solution's confirmation is free (issue 11)",
        instead("incidents.rules.allowance", "Allowance.proposed", c.never_charged),
        days=28,
    ),
    "three-times-the-limit": Mutant(
        "Limits of working days are counted three times",
        instead("incidents.rules.allowance", "add", c.twice_as_long),
    ),
    "no-lapse": Mutant(
        "What nobody decides waits for ever",
        instead("incidents.rules.clock", "wait_for", c.lapses_never),
    ),
    "no-reconciler": Mutant(
        "The reconciler does nothing",
        instead("escalation.service.timers", "reconcile", lambda _: lambda: 0),
    ),
    "swept-late": Mutant(
        "The sweep looks two days late", instead("escalation.store.rows", "look_at", c.swept_late)
    ),
    "silent-village": Mutant(
        "A silent village keeps what its grid settled",
        instead("incidents.rules.confirming", "after_confirmation_reminder", c.stays_silent),
        days=45,
        contexts=(SILENT_OFFICE,),
        reports=0.2,
    ),
    "lost-step": Mutant(
        "Of several steps at once the last is not written",
        instead("incidents.store.changes", "history_writes", c.without_the_last),
    ),
    "step-from-nowhere": Mutant(
        "A step says another status it came from",
        instead("incidents.store.changes", "history_writes", c.from_nowhere),
    ),
    "forgotten-key": Mutant(
        "An idempotency key is not remembered",
        instead("kernel.storage.idempotency", "IdempotencyKey.replay", c.no_memory),
    ),
    "own-confirmation": Mutant(
        "Whoever handled it may confirm it",
        together(
            instead("incidents.rules.incident", "Incident.took_part", c.confirmed_by_anybody),
            instead("incidents.rules.incident", "Incident.handlers", c.confirmed_by_anybody),
        ),
        contexts=(TWO_POSTS,),
        reports=1.0,
    ),
    "handler-cancels": Mutant(
        "The responsible unit may cancel what it was given",
        together(
            *(
                instead(f"incidents.rules.{room}", "relations", c.closed_by_handlers)
                for room in ("standing", "moves")
            )
        ),
    ),
    "not-offered": Mutant(
        "`actions` leaves out what can be done",
        instead("incidents.service.see_incident", "open_actions", c.more_than_offered),
    ),
    "read-by-anybody": Mutant(
        "Anybody reads any incident",
        instead("incidents.rules.seeing", "may_read", c.everybody),
    ),
    "written-in-logs": Mutant(
        "A log holds what a report says",
        instead("incidents.service.report_incident", "open_incident", c.told_what_was_written),
    ),
    "names-in-letters": Mutant(
        "A notice names who did it", instead("notices.rules.messages", "compose", c.with_the_name)
    ),
    "told-twice": Mutant(
        "Every notice is published twice", instead("notices.store.topics", "publish", c.told_again)
    ),
    "breaks-on-rejected": Mutant(
        "What was rejected once cannot be read",
        instead("incidents.api.lists", "incident_view", c.breaks_sometimes),
    ),
    "rows-grow": Mutant(
        "A row of 240 KB is kept", instead("incidents.rules.reporting", "report", c.grows)
    ),
    "recused-nobody": Mutant(
        "Members of a household check its claims",
        instead("points.rules.claim_moves", "recuse", c.nothing),
    ),
    "nobody-left": Mutant(
        "What everybody of a village took part in can be checked by nobody above",
        together(
            instead("points.service.see_claim", "participant", c.of_the_village),
            instead("points.service.move_claim", "participant", c.of_the_village),
        ),
        days=4,
        settling=40,
    ),
    "one-verifier": Mutant(
        "One verifier is enough", instead("points.store.books", "packaged", c.one_verifier), days=21
    ),
    "posted-at-once": Mutant(
        "Points are posted while objections may still come",
        instead("points.service.publish_scores", "published", c.posted_at_once),
        days=21,
    ),
    "a-point-more": Mutant(
        "Setting points aside makes one", instead("points.rules.transfers", "hold", c.a_point_more)
    ),
    "held-for-ever": Mutant(
        "What comes back stays set aside as well",
        instead("points.rules.transfers", "release", c.held_for_ever),
    ),
    "unlinked-seals": Mutant(
        "Seals do not carry what was before", instead("kernel.ledger.sealing", "link", c.unlinked)
    ),
    "unsealed": Mutant(
        "Nothing is sealed",
        instead(
            "points.service.verify_ledger", "seal_new_entries", lambda _: lambda _records: None
        ),
    ),
    "goods-stay": Mutant(
        "Goods handed over stay set aside",
        instead("points.service.move_redemption", "shop.change_stock", c.goods_stay),
    ),
    "any-code": Mutant(
        "Any code has goods handed over",
        instead("points.rules.redemption", "_refuse_wrong_code", c.nothing),
    ),
    "vote-counted-twice": Mutant(
        "The first ballot counts twice, and the second not at all",
        together(
            instead("assembly.rules.votes", "count", c.first_again),
            instead("assembly.rules.votes.counting", "count", c.first_again),
        ),
        contexts=("assembly",),
        reports=0.05,
    ),
    "ballot-in-a-log": Mutant(
        "A log holds the number of a secret ballot",
        instead("assembly.api.ballots", "secret.cast", c.told_in_a_log),
        contexts=("assembly",),
        reports=0.05,
    ),
    "number-left-out": Mutant(
        "The third number of a series is left out",
        instead("kernel.numbering.taking", "number_of", c.leaves_one_out),
        contexts=("economy",),
        reports=0.05,
    ),
    "one-hand-in-the-books": Mutant(
        "Whoever recorded a voucher approves and settles it",
        instead("economy.rules.vouchers", "_refuse_same", c.nothing),
        contexts=("economy",),
        reports=0.05,
        days=40,
    ),
    "unequal-sides": Mutant(
        "A voucher whose sides differ goes into the books",
        together(
            instead("economy.rules.vouchers", "refuse_odd_lines", c.nothing),
            instead("kernel.ledger.entries", "require_balance", c.nothing),
        ),
        contexts=("economy",),
        reports=0.05,
        days=40,
    ),
    "hired-out-twice": Mutant(
        "A machine is given to two at once",
        instead("economy.rules.hires", "book", c.nothing_taken),
        contexts=("economy",),
        reports=0.05,
    ),
    "told-at-night": Mutant(
        "Quiet hours are no hours",
        instead("notices.rules.quiet", "held_until", c.always_open),
    ),
    "undefended": Mutant(
        "A penalty is decided before its party had time to answer",
        together(
            *(
                instead(f"enforcement.rules.{room}", "is_over", c.defence_is_over)
                for room in ("case_standing", "notice")
            )
        ),
        contexts=("enforcement",),
        reports=0.05,
        days=35,
    ),
    "judge-in-own-case": Mutant(
        "Who investigated reviews and decides",
        together(
            *(
                instead(f"enforcement.rules.{room}", "refuse_same_person", c.nothing)
                for room in ("case_standing", "decision", "case_deciding", "ending")
            )
        ),
        contexts=("enforcement", TWO_POSTS),
        reports=0.05,
        days=28,
    ),
    "fined-twice": Mutant(
        "One act is fined by two decisions",
        instead("enforcement.store.cases", "fined", c.never),
        contexts=("enforcement",),
        reports=0.05,
        days=28,
    ),
    "own-recheck": Mutant(
        "Who said that a hazard is gone checks it",
        together(
            instead("services.hazards.rules.finding_moves", "has_a_stake", c.never),
            instead("services.hazards.rules.finding_standing", "has_a_stake", c.never),
        ),
        contexts=("services",),
        reports=0.05,
    ),
}
"""Each fault by its name; those marked with an issue were found by people and cost days."""
