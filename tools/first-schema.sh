#!/usr/bin/env bash
# Makes the fixture of the upgrade test anew: a small county written by the program of an earlier commit, on both databases.
#   tools/first-schema.sh COMMIT   (PGHOST, PGPORT, PGUSER, PGPASSWORD name a PostgreSQL server)
# Writes tests/Operations.Tests/FirstSchema/{sqlite.tar.gz,postgres.sql.gz,postgres.tar.gz,figures.json}.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
commit=${1:?which commit} out=$PWD/tests/Operations.Tests/FirstSchema
work=$(mktemp -d) database=fuyao_first_schema_$$
trap 'git worktree remove --force "$work/tree" 2>/dev/null || true; rm -rf "$work"; dropdb --if-exists "$database" -h "$PGHOST" 2>/dev/null || true' EXIT
if [ -n "${FIRST_TREE:-}" ]; then tree=$FIRST_TREE; else git worktree add -q "$work/tree" "$commit"; tree=$work/tree; dotnet build "$tree/src/Cli" -v q --nologo >&2; fi
export FUYAO_HOME=$tree
fuyao() { dotnet "$tree/artifacts/bin/Fuyao.Cli/debug/fuyao.dll" "$@" --json; }
data=$work/sqlite
mkdir -p "$data" "$work/postgres" "$out"
fuyao generate --region 610729 --households 50 --seed 3762 --out "$work/county" >/dev/null
make() { # make DB FOLDER
  (cd "$2"
    fuyao import "$work"/county/*.xlsx --region 610729 --db "$1" >import.json || [ $? = 1 ]
    fuyao run --pack liuba-2015 --period 2016-05 --region 610729 --db "$1" >run.json
    fuyao user add clerk --role county-clerk --region 610729 --db "$1" >user.json
    fuyao audit verify --db "$1" >audit.json)
}
make "$data/first.db" "$data"
createdb -h "$PGHOST" "$database"
make "Host=$PGHOST;Port=$PGPORT;Username=$PGUSER;Password=$PGPASSWORD;Database=$database" "$work/postgres"
# Quartz makes its tables again; the fixture is the county's own data.
pg_dump -h "$PGHOST" --no-owner --no-privileges -T 'qrtz_*' -T 'QRTZ_*' "$database" | gzip -9n >"$out/postgres.sql.gz"
for suffix in keys heads; do mv "$work/postgres/$database.$suffix" "$work/postgres/first.$suffix"; done
[ ! -d "$work/postgres/$database.packs" ] || mv "$work/postgres/$database.packs" "$work/postgres/first.packs"
sqlite_files=$(cd "$data" && ls -d first.db first.db-wal first.db.access first.db.access-wal first.db.heads first.db.keys first.db.packs 2>/dev/null || true)
tar -C "$data" -cz -f "$out/sqlite.tar.gz" $sqlite_files run.json import.json
tar -C "$work/postgres" -cz -f "$out/postgres.tar.gz" first.keys first.heads $( [ -d "$work/postgres/first.packs" ] && echo first.packs ) run.json import.json
ls -l "$out" >&2
