#!/usr/bin/env bash
# Every test, through ./fuyao test: installs what the machine lacks, starts a PostgreSQL of its own, runs each test project.
# The last line is `N passed, N failed` (`, N skipped` when some were). --only NAME runs the projects whose name contains it.
set -euo pipefail
cd "${FUYAO_HOME:?run ./fuyao test}"
only=
while [ $# -gt 0 ]; do
  case $1 in
    --only) only=${2:?--only needs a name}; shift 2 ;;
    --only=*) only=${1#*=}; shift ;;
    *) echo "fuyao: test takes only --only NAME, not $1" >&2; exit 2 ;;
  esac
done

work=$(mktemp -d "${TMPDIR:-/tmp}/fuyao-test.XXXXXX")
chmod 711 "$work"
postgres_data="$work/postgres"
postgres_user=
cleanup() {
  trap - EXIT INT TERM
  local job
  for job in $(jobs -p); do pkill -P "$job" || true; done
  [ ! -f "$postgres_data/postmaster.pid" ] || as_postgres "$postgres_bin/pg_ctl" -D "$postgres_data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
as_postgres() { if [ -n "$postgres_user" ]; then (cd / && runuser -u "$postgres_user" -- "$@"); else "$@"; fi; }
find_postgres() { find /usr/lib/postgresql/*/bin -maxdepth 1 -name initdb 2>/dev/null | sort -V | tail -1 | xargs -r dirname; }

install_missing() {
  local packages=()
  [ -n "$(find_postgres)" ] || packages+=(postgresql)
  if [ -d tests/Browser.Tests ] && { [ -z "$only" ] || [[ Browser.Tests == *"$only"* ]]; }; then
    command -v chromium >/dev/null 2>&1 || packages+=(chromium)
    [ -e /usr/share/fonts/truetype/wqy/wqy-microhei.ttc ] || packages+=(fonts-wqy-microhei)
  fi
  if [ -z "$only" ] || [[ Server.Tests == *"$only"* ]]; then
    command -v nginx >/dev/null 2>&1 || [ -x /usr/sbin/nginx ] || packages+=(nginx-light)
    command -v caddy >/dev/null 2>&1 || packages+=(caddy)
  fi
  [ ${#packages[@]} -gt 0 ] || return 0
  echo "fuyao: installing ${packages[*]} …"
  if ! { as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}"; } >"$work/apt.log" 2>&1; then
    tail -20 "$work/apt.log"
    echo "fuyao: could not install ${packages[*]}: run as root or with sudo, or install them yourself." >&2
    exit 2
  fi
}

# PostgreSQL refuses to run as root, so root lends it the account that the package made.
start_postgres() {
  postgres_bin=$(find_postgres)
  local password port attempt
  password=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
  mkdir "$postgres_data"
  (umask 077; printf '%s' "$password" >"$work/password")
  if [ "$(id -u)" = 0 ]; then
    postgres_user=postgres
    id "$postgres_user" >/dev/null 2>&1 || postgres_user=nobody
    chown "$postgres_user" "$postgres_data" "$work/password"
  fi
  as_postgres "$postgres_bin/initdb" -D "$postgres_data" -U fuyao -A scram-sha-256 --pwfile="$work/password" -E UTF8 --locale=C.UTF-8 >"$work/initdb.log" 2>&1 ||
    { cat "$work/initdb.log"; exit 2; }
  for attempt in 1 2 3 4 5; do
    port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 20000))
    # Nothing here outlives the tests, so nothing waits for the disk.
    if as_postgres "$postgres_bin/pg_ctl" -D "$postgres_data" -l "$postgres_data/log" -w -t 60 start -o \
      "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$postgres_data -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200" >/dev/null 2>&1; then
      export FUYAO_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=fuyao;Password=$password;Database=postgres"
      echo "fuyao: PostgreSQL $("$postgres_bin/postgres" --version | grep -oE '[0-9]+\.[0-9]+' | head -1) on port $port"
      return
    fi
  done
  cat "$postgres_data/log"
  echo "fuyao: PostgreSQL did not start." >&2
  exit 2
}

# What one project leaves behind, each in files of its own: $counts "passed failed skipped", $failures, $times, $unsteady, and $said, what it printed.
leave() { counts="$work/$1.counts" failures="$work/$1.failures" times="$work/$1.times" unsteady="$work/$1.unsteady" said="$work/$1.said"; }
count() { echo "$@" >>"$counts"; }
failed_as() { count 0 1 0; { echo "$1"; [ ! -s "$said" ] || tail -5 "$said" | cut -c1-300 | sed 's/^/   /'; } >>"$failures"; }

# read_report NAME XML: each failed test or cleanup to $failures as "NAME: test" and the first lines of its message, each class's seconds to $times.
read_report() {
  awk -v project="$1" -v times="$times" -v RS='<(test|error) ' '
    function attribute(name,   parts) {
      if (split(" " head, parts, " " name "=\"") < 2) return ""
      sub(/".*/, "", parts[2])
      gsub(/\\*&quot;/, "\"", parts[2]); gsub(/&lt;/, "<", parts[2]); gsub(/&gt;/, ">", parts[2]); gsub(/&amp;/, "\\&", parts[2])
      return parts[2]
    }
    NR > 1 {
      head = $0; sub(/>.*/, "", head)
      if (attribute("type") !~ /-/) seconds[attribute("type")] += attribute("time")
      if (attribute("result") != "Fail" && head !~ /type="[a-z]+-[a-z-]+"/) next
      print project ": " attribute("name") (attribute("result") == "" ? " (" attribute("type") ")" : "")
      body = $0; place = ""
      if (match(body, /\/tests\/[^\n"]*:line [0-9]+/)) place = substr(body, RSTART + 1, RLENGTH - 1)
      if (!sub(/^.*<message><!\[CDATA\[/, "", body)) body = ""
      sub(/\]\]><\/message>.*/, "", body)
      gsub(/\\"/, "\"", body)
      lines = split(body, message, "\n"); shown = 0
      for (i = 1; i <= lines && shown < 5; i++) if (message[i] ~ /[^ ]/) { print "   " substr(message[i], 1, 300); shown++ }
      if (place != "") print "   at " place
    }
    END { for (class in seconds) printf "%.1f %s\n", seconds[class], class >> times }' "$2" >>"$failures"
}

# named RESULT XML: the names of the tests that a report says this result of.
named() { grep -o "<test [^>]*result=\"$1\"[^>]*>" "$2" | sed -E 's/.* name="([^"]*)".*/\1/' | sort; }

# steady NAME XML FAILED: up to three classes that failed are run once more, each alone with everything of its own. What then passes is counted
# as passed and shown as unsteady, with what it said first; what fails again, is skipped or does not run has failed. More than three is no
# chance, nor is a report that does not hold every failure: nothing is tried again.
steady() {
  local name=$1 first=$2 again="$work/$1.again" class classes
  mapfile -t classes < <(grep -o '<test [^>]*result="Fail"[^>]*>' "$first" | sed -E 's/.* type="([^"]+)".*/\1/' | sort -u)
  [ ${#classes[@]} -gt 0 ] && [ ${#classes[@]} -le 3 ] && [ "$(named Fail "$first" | wc -l)" = "$3" ] || return 1
  : >"$again.passed"
  for class in "${classes[@]}"; do
    echo "── $name: $class once more, alone"
    "artifacts/bin/$name/release/$name" -class "$class" -xml "$again.xml" -noLogo -noColor <&- >"$again.said" 2>&1 || { sed 's/^/   /' "$again.said"; return 1; }
    named Pass "$again.xml" >>"$again.passed"
  done
  [ -z "$(comm -23 <(named Fail "$first") <(sort "$again.passed"))" ] || { echo "   not every test that failed passed"; return 1; }
}

# run_project NAME: one test program; its counts are read from the XML report, and a program that dies without one has failed.
run_project() {
  local name=Fuyao.$1 report="$work/$1.xml" status=0 gently=() line p f s e
  # A browser is used by hand and eye: what runs beside it gives way.
  [ "$1" = Browser.Tests ] || gently=(nice -n 10)
  leave "$1"
  echo "── $name"
  "${gently[@]}" "artifacts/bin/$name/release/$name" -xml "$report" -noLogo -noColor <&- 2>&1 | tee "$said" | sed 's/^/   /' || status=1
  if line=$(grep -o '<assembly [^>]*>' "$report" 2>/dev/null | head -1) && [ -n "$line" ]; then
    number() { sed -E "s/.* $1=\"([0-9]+)\".*/\1/" <<<"$line"; }
    p=$(number passed) f=$(number failed) s=$(number skipped) e=$(number errors)
    read_report "$name" "$report"
    if [ "$f" != 0 ] && [ "$e" = 0 ] && steady "$name" "$report" "$f"; then
      mv "$failures" "$unsteady"
      count $((p + f)) 0 "$s"
      return
    fi
    count "$p" $((f + e)) "$s"
    # A message that XML cannot hold cuts the report short; what the program printed still has the names.
    [ "$(grep -c "^$name: " "$failures")" -ge $((f + e)) ] || sed -nE "s/^ *(.*) \[FAIL\]$/$name: \1 (its message stands above)/p" "$said" >>"$failures"
    [ "$status" = 0 ] || [ $((f + e)) -gt 0 ] || failed_as "$name: every test passed, and it ended with an error"
  else
    failed_as "$name: ended without a report"
  fi
}

# run_web: the office's own tests, then what its build must keep to; each check counts as one test.
run_web() {
  local report="$work/web.json" check
  leave web
  echo "── web"
  npm --prefix web test -- --reporter=default --reporter=json --outputFile.json="$report" <&- 2>&1 | tee "$said" | sed 's/^/   /' || true
  if [ -s "$report" ]; then
    node -p 'const r = JSON.parse(require("fs").readFileSync(process.argv[1])); `${r.numPassedTests} ${r.numFailedTests + r.numFailedTestSuites * (r.numFailedTests === 0)} ${r.numPendingTests}`' "$report" >>"$counts"
    node -e '
      const show = (name, text) => console.log("web: " + name + "\n" + text.split("\n").slice(0, 5).map(line => "   " + line.slice(0, 300)).join("\n"));
      for (const file of JSON.parse(require("fs").readFileSync(process.argv[1])).testResults) {
        for (const test of file.assertionResults) if (test.status === "failed") show(test.fullName, test.failureMessages.join("\n"));
        if (file.status === "failed" && !file.assertionResults.some(test => test.status === "failed")) show(file.name, file.message);
      }' "$report" >>"$failures"
  else
    failed_as "web: ended without a report"
  fi
  for check in check budget; do
    if npm --prefix web run --silent "$check" <&- 2>&1 | tee "$said" | sed 's/^/   /'; then count 1 0 0; else failed_as "web: $check"; fi
  done
}

# run_all NAME…: two at a time, as the browser's tests alone leave half the machine idle; what each prints stays together.
run_all() {
  local name lanes=$(($(nproc) > 1 ? 2 : 1))
  for name in "$@"; do
    while [ "$(jobs -pr | wc -l)" -ge "$lanes" ]; do wait -n || true; done
    echo "fuyao: testing $name …"
    (
      if [ "$name" = web ]; then run_web; else run_project "$name"; fi >"$work/$name.out" 2>&1 ||
        { leave "$name"; failed_as "$name: could not be run"; }
      flock "$work" cat "$work/$name.out"
    ) &
  done
  wait
}

install_missing
# The longest first, so that no lane waits for it at the end.
projects=()
for project in Browser.Tests Registry.Tests $(basename -a tests/*.Tests); do
  [[ -f tests/$project/Fuyao.$project.csproj && $project == *"$only"* && " ${projects[*]} " != *" $project "* ]] && projects+=("$project")
done
web=
[ ! -f web/package.json ] || [[ web != *"$only"* ]] || web=yes
[ ${#projects[@]} -gt 0 ] || [ -n "$web" ] || { echo "fuyao: no test project is called “$only”" >&2; exit 2; }
targets=("${projects[@]/#/tests/}")
[ -n "$only" ] || targets=(Fuyao.slnx)
for target in "${targets[@]}"; do
  echo "fuyao: building $target …"
  if ! dotnet build "$target" -c Release -v q --nologo -nodeReuse:false >"$work/build.log" 2>&1 </dev/null; then
    cat "$work/build.log"
    echo "0 passed, 1 failed"
    exit 1
  fi
done
[ ${#projects[@]} = 0 ] || start_postgres
run_all "${projects[@]}" ${web:+web}

every() { find "$work" -maxdepth 1 -name "*.$1" -size +0 -exec cat {} +; }
read -r passed failed skipped < <(every counts | awk '{ p += $1; f += $2; s += $3 } END { print p + 0, f + 0, s + 0 }')
if [ -n "$(every times)" ]; then
  echo "── The ten slowest classes, in seconds"
  every times | sort -rn | head -10 | sed 's/^/   /'
fi
if [ -n "$(every unsteady)" ]; then
  echo "── Unsteady: failed, then passed when its class was run again alone"
  every unsteady | head -100
fi
if [ -n "$(every failures)" ]; then
  echo "── What failed"
  every failures | head -500
fi
summary="$passed passed, $failed failed"
[ "$skipped" = 0 ] || summary+=", $skipped skipped"
cleanup
echo "$summary"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
