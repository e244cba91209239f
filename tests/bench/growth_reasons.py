"""Which GETs of the contract are not like the others while the table grows, and why: by path."""

REPORTS = {
    "/v1/reports/tracking": "a report of a unit: what is open, by whose turn it is",
    "/v1/reports/tracking/points": "a report of a unit: the points of twelve months, by rule",
    "/v1/points/households/{household}/statements/{year}": "a file of all a household's entries of a year",
    "/v1/points/villages/{village}/ledger/verify": "recomputes the ledger, 5,000 entries at most",
    "/v1/enforcement/cases/{case_id}/verification": "recomputes the chain of one case",
    "/v1/enforcement/inspections/{inspection_id}/verification": "recomputes the chain of one inspection",
    "/v1/services/information/report/people": "a report of the people of a village or grid",
    "/v1/registry/households/{household}": "tells everybody of one household",
    "/v1/services/information/households/{household}": "tells what is known of everybody of one household",
    "/v1/services/information/households/{household}/reads": "looks up everybody of one household",
    "/v1/services/information/households/{household}/visits": "looks up everybody of one household",
}
"""What may grow, and why: exports, reports, and what is bounded by one household or one file."""
LOOKED_AT = {
    "/v1/incidents/similar": 100.0,
}
"""Units by which a GET may differ with what it looks at and does not show: of fifty candidates of the category a row and a few bytes each."""
BOUNDED = {
    **dict.fromkeys(
        (
            "/open311/v2/services.json",
            "/v1/incidents/categories",
            "/v1/assembly/body-rules",
            "/v1/assembly/matter-types",
            "/v1/economy/alert-rules",
            "/v1/enforcement/public/outreach/days",
            "/v1/enforcement/public/procedures",
            "/v1/enforcement/public/systems",
            "/v1/services/environment/criteria",
            "/v1/services/hazards/checklists",
            "/v1/services/public/errands/matters",
            "/v1/services/public/information/personal-data",
        ),
        "as many as its document in force names",
    ),
    **dict.fromkeys(
        (
            "/v1/enforcement/public/items",
            "/v1/enforcement/towns/{town}/items",
            "/v1/enforcement/towns/{town}/firms",
            "/v1/enforcement/towns/{town}/training/{year}",
            "/v1/services/hazards/warnings",
            "/v1/services/errands/agents",
            "/v1/services/mediation/committees",
            "/v1/registry/posts",
            "/v1/registry/public/units",
            "/v1/registry/units",
        ),
        "as many as there are units, posts or powers of one place",
    ),
    **dict.fromkeys(
        (
            "/v1/points/villages/{village}/settlements",
            "/v1/registry/calendars",
            "/v1/assembly/publication-duties",
            "/v1/reports/stars/ratings",
        ),
        "one a month, a year or a village",
    ),
    "/open311/v2/requests/{service_request_id}.json": "one request, as a list",
    "/v1/economy/machines/{machine}/calendar": "what one machine is booked for on one day",
    "/v1/enforcement/benchmarks/{item}": "the grades of one item, as they were set and set again",
    "/v1/assembly/meetings/{meeting}/attendance": "the members of one body",
    "/v1/assembly/votes/{vote}/protocol": "the members of one body",
    "/v1/enforcement/inspections/{inspection_id}": "what one inspection looks at",
    "/v1/notices/subscriptions": "what one person subscribed to",
    "/v1/incidents/similar": "what is most alike, five at most",
    "/v1/points/villages/{village}/boards/{board}/ranks": "the households of one board, kept in one row",
}
"""Lists that hold no page's worth however large the county, and why."""
EMPTY = {
    **dict.fromkeys(
        (
            "/v1/economy/members",
            "/v1/enforcement/public/decisions",
            "/v1/reports/public/stars/villages",
            "/v1/services/mediation/risks",
            "/v1/supervision/orders",
            "/v1/supervision/overdue",
        ),
        "grown by `tests.bench.growth` or `tests.bench.growth_enforcement`",
    ),
    **dict.fromkeys(
        (
            "/v1/assembly/kin-register",
            "/v1/assembly/matters/{matter}",
            "/v1/assembly/publications/{publication}",
            "/v1/assembly/publications/{publication}/objections",
            "/v1/assembly/village-rules/{rules}/views",
            "/v1/economy/open-books/{village}/contracts",
            "/v1/economy/open-books/{village}/members",
            "/v1/economy/public/contracts",
            "/v1/economy/suit-demands",
            "/v1/enforcement/cases/{case_id}/liabilities",
            "/v1/enforcement/cases/{case_id}/papers",
            "/v1/enforcement/outreach/lessons",
            "/v1/enforcement/public/outreach/lessons",
            "/v1/enforcement/public/outreach/prompts",
            "/v1/enforcement/public/towns/{town}/draws/{year}",
            "/v1/enforcement/public/years",
            "/v1/enforcement/towns/{town}/liabilities",
            "/v1/exports/{export_id}/downloads",
            "/v1/media/courtyards/{courtyard_id}",
            "/v1/media/hazards/{finding_id}",
            "/v1/media/inspections/{inspection_id}",
            "/v1/points/public/villages/{village}/boards",
            "/v1/points/villages/{village}/publications",
            "/v1/registry/persons/{person}/reads",
            "/v1/reports/public/stars/villages/{village}/years",
            "/v1/services/environment/courtyards/posted",
            "/v1/services/errands/agenda",
            "/v1/services/errands/own",
            "/v1/services/information/disposals",
            "/v1/services/public/information/notices",
        ),
        "little or nothing of the kind happens in the fortnight: what an empty page asks is seen, not what a full one does",
    ),
}
"""Lists that may be answered with nothing here, by what people happen to do in the fortnight, and why."""
NOT_THERE = {
    "/v1/assembly/votes/{vote}/protocol": "asks for a vote that was closed in the fortnight",
    "/v1/economy/distribution-plans/{village}/{year}": "asks for a distribution that the members decided",
    "/v1/economy/suit-demands/{demand}/history": "asks for ten members who asked the collective to sue",
    "/v1/economy/members/{member}/history": "asks for a member whom the members' assembly admitted",
    "/v1/registry/imports/{import_id}/errors": "asks for an import, which no list tells",
    "/v1/services/information/own/reads": "asks for somebody who lives in a household, by an identity number",
    "/v1/services/information/report": "asks for a form with a field that is reported on",
    "/v1/workspace/conversions": "asks for a matter that became another",
}
"""Lists that nobody may be answered here, by what people happen to do in the fortnight, and why."""
