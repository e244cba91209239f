# What the walks share: who speaks, and what of an answer is shown. They need sh, curl and python3, and `make run` in another terminal.
set -eu
LOCAL=${SIZHI_LOCAL:-.local}
[ -f "$LOCAL/session.json" ] || {
    echo "There is no running county here: start one with 'make run', and walk from the project's folder." >&2
    echo "本机没有正在运行的县：先在项目目录 make run，再从项目目录走一遍。" >&2
    exit 1
}

# step TEXT: the heading of a step.
step() { printf '\n== %s\n' "$*"; }

# pick FIELD: one field of an answer, by its path: id, receipt.text, milestones.0.id.
pick() { python3 docs/walks/pick.py "$1"; }

# show FIELD ...: these fields of an answer, a line each.
show() { python3 docs/walks/pick.py --named "$@"; }

API=$(pick api_url < "$LOCAL/session.json")/v1

# as WHO ROUTE [curl's options]: call the API as one of the people of the demo county; a refusal is an answer too.
as() {
    who=$1 route=$2
    shift 2
    curl -K "$LOCAL/as/$who" "$API/$route" "$@"
}

# anybody ROUTE: call the API without login.
anybody() { curl -s --noproxy '*' "$API/$1"; }

# day [N]: today, or N days ago, in the county.
day() {
    python3 -c 'import datetime as d, sys
print((d.datetime.now(d.timezone(d.timedelta(hours=8))) - d.timedelta(days=int(sys.argv[1]))).date())' "${1:-0}"
}

# later SECONDS: the instant in so many seconds.
later() {
    python3 -c 'import datetime as d, sys
print((d.datetime.now(d.timezone(d.timedelta(hours=8))) + d.timedelta(seconds=int(sys.argv[1]))).isoformat(timespec="seconds"))' "$1"
}

# wait_for SECONDS WORDS COMMAND ...: run it until its output has the words, at most so long.
wait_for() {
    until_when=$(($(date +%s) + $1)) words=$2
    shift 2
    while ! "$@" | grep -q -- "$words"; do
        [ "$(date +%s)" -lt "$until_when" ] || { echo "not seen in time: $words" >&2; return 1; }
        sleep 1
    done
}
