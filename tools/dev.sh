#!/usr/bin/env bash
# Developer's tools, through ./fuyao dev:
#   migration NAME             writes one migration of the present model into each provider's chain
#   migration --reset-initial  replaces both chains by a single Initial one: only before the first release, no database survives it
#   release VERSION            the release archives, unpacked and started once (tools/release.sh)
#   notices                    rewrites THIRD-PARTY-NOTICES.md from the lock files
set -euo pipefail
cd "${FUYAO_HOME:?run ./fuyao dev}"
usage() { sed -n '2,7s/^# //p' tools/dev.sh >&2; exit 2; }

migration() {
  local name=$1 kept=
  if [ "$name" = --reset-initial ]; then
    name=Initial
    kept=$(mktemp -d)
    for engine in Sqlite Postgres; do
      [ ! -d "src/Migrations.$engine/Migrations" ] || { mkdir -p "$kept/$engine" && mv "src/Migrations.$engine/Migrations" "$kept/$engine/"; }
    done
    # Without success the old chains come back.
    trap 'for e in Sqlite Postgres; do [ ! -d "$kept/$e/Migrations" ] || { rm -rf "src/Migrations.$e/Migrations"; mv "$kept/$e/Migrations" "src/Migrations.$e/"; }; done; rm -rf "$kept"' EXIT
  fi
  [[ $name =~ ^[A-Z][A-Za-z0-9]*$ ]] || { echo "fuyao: a migration's name is one word in PascalCase, not “$name”" >&2; exit 2; }
  dotnet build tools/Migrate -v q --nologo -nodeReuse:false </dev/null >&2
  dotnet artifacts/bin/Fuyao.Migrate/debug/Fuyao.Migrate.dll "$name" "$PWD" >&2
  # The generated files begin with a byte-order mark, which nothing else here has.
  sed -i '1s/^\xEF\xBB\xBF//' src/Migrations.*/Migrations/*.cs
  [ -z "$kept" ] || { trap - EXIT; rm -rf "$kept"; }
}

case ${1:-} in
  migration) [ $# = 2 ] || usage; migration "$2" ;;
  release) shift; exec tools/release.sh "$@" ;;
  notices) node tools/notices.mjs ;;
  *) usage ;;
esac
