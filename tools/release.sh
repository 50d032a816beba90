#!/usr/bin/env bash
# The release archives, through ./fuyao dev release VERSION [--out DIR] [--quick]:
#   fuyao-VERSION.tar.gz             needs the .NET 10 runtime (ASP.NET Core) on the machine
#   fuyao-VERSION-linux-x64.tar.gz   brings its own
#   SHA256SUMS, fuyao-VERSION.cdx.json (CycloneDX)
# Both are unpacked and started before the command succeeds. --quick skips npm ci and takes the office as it is built.
set -euo pipefail
cd "${FUYAO_HOME:?run ./fuyao dev}"
version=${1:?which version} out=artifacts/release quick=
shift
while [ $# -gt 0 ]; do
  case $1 in
    --out) out=${2:?--out needs a folder}; shift 2 ;;
    --quick) quick=yes; shift ;;
    *) echo "fuyao: release takes VERSION, --out DIR and --quick, not $1" >&2; exit 2 ;;
  esac
done
fail() { echo "fuyao: $1" >&2; exit 1; }

[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[a-z0-9.]+)?$ ]] || fail "a version is three numbers, such as 0.2.0, not “$version”"
grep -q "<Version>${version%%-*}</Version>" Directory.Build.props || fail "Directory.Build.props says another version than $version"
heading=$(grep -m1 "^## ${version%%-*} " CHANGELOG.md) || fail "CHANGELOG.md has no section for ${version%%-*}"
case $version$heading in
  *-*unreleased*) ;; # a preview may be made of what is not yet released
  *unreleased*) fail "CHANGELOG.md still says that $version is unreleased: write its date" ;;
esac
[ -z "$(git status --porcelain 2>/dev/null)" ] || [ -n "$quick" ] || fail "there are changes that are not committed"

stamp=$(git log -1 --format=%ct 2>/dev/null || date +%s)
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
tree=$work/fuyao-$version
mkdir -p "$tree" "$out"

[ -n "$quick" ] || npm --prefix web ci --no-audit --no-fund >"$work/npm.log" 2>&1 || { cat "$work/npm.log"; fail "npm ci failed"; }
[ -n "$quick" ] && [ -f web/office/dist/index.html ] || npm --prefix web run build >"$work/web.log" 2>&1 || { cat "$work/web.log"; fail "the office did not build"; }
dotnet publish src/Cli -c Release -v q --nologo -nodeReuse:false -p:UseAppHost=false -p:DebugType=none -p:Precompiled=true -p:Version="$version" -o "$tree/lib" >"$work/publish.log" 2>&1 </dev/null ||
  { cat "$work/publish.log"; fail "the program did not build"; }

mkdir -p "$tree/web/office"
cp -r web/office/dist "$tree/web/office/"
cp -r packs docs deploy "$tree/"
cp LICENSE NOTICE THIRD-PARTY-NOTICES.md CHANGELOG.md README.md README.zh-CN.md "$tree/"
echo "$version" >"$tree/VERSION"
node tools/sbom.mjs "$version" >"$out/fuyao-$version.cdx.json"
cp "$out/fuyao-$version.cdx.json" "$tree/"
cat >"$tree/fuyao" <<'SH'
#!/bin/sh
# Runs Fuyao from its unpacked archive, with the runtime that came with it or else the machine's.
home=$(cd "$(dirname "$(readlink -f "$0")")" && pwd -P)
export FUYAO_HOME="${FUYAO_HOME:-$home}" DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
if [ -x "$home/dotnet/dotnet" ]; then export DOTNET_ROOT="$home/dotnet"; exec "$home/dotnet/dotnet" "$home/lib/fuyao.dll" "$@"; fi
command -v dotnet >/dev/null 2>&1 || { echo "fuyao: the .NET 10 runtime is missing (未安装 .NET 10 运行时): install aspnetcore-runtime-10.0, or take the linux-x64 archive." >&2; exit 2; }
exec dotnet "$home/lib/fuyao.dll" "$@"
SH
chmod 755 "$tree/fuyao"

# pack NAME: the tree as one archive; the same sources give the same bytes.
pack() {
  find "$tree" -type d -exec chmod 755 {} + && find "$tree" -type f ! -perm -u+x -exec chmod 644 {} +
  tar -C "$work" --sort=name --mtime="@$stamp" --owner=0 --group=0 --numeric-owner -cf - "fuyao-$version" | gzip -9n >"$out/$1"
}

pack "fuyao-$version.tar.gz"
# The runtime is carried along as it is installed here: no download, and the very files that were tested.
root=$(dirname "$(readlink -f "$(command -v dotnet)")")
runtime=$(dotnet --list-runtimes | awk '$1 == "Microsoft.AspNetCore.App" && $2 ~ /^10\./ { print $2 }' | sort -V | tail -1)
[ -n "$runtime" ] || fail "no ASP.NET Core 10 runtime is installed here to be carried along"
for part in "host/fxr/$runtime" "shared/Microsoft.NETCore.App/$runtime" "shared/Microsoft.AspNetCore.App/$runtime"; do
  mkdir -p "$tree/dotnet/$(dirname "$part")" && cp -r "$root/$part" "$tree/dotnet/$part"
done
cp "$root/dotnet" "$tree/dotnet/"
for text in LICENSE.txt ThirdPartyNotices.txt; do [ ! -f "$root/$text" ] || cp "$root/$text" "$tree/dotnet/"; done
pack "fuyao-$version-linux-x64.tar.gz"
(cd "$out" && sha256sum "fuyao-$version.tar.gz" "fuyao-$version-linux-x64.tar.gz" "fuyao-$version.cdx.json" >SHA256SUMS)

# try ARCHIVE NAME PATH: unpacks it elsewhere; in an empty folder a county is imported, a month is run, the whole is backed up, restored
# in another place and served from there, and the pages are asked for.
try() {
  local place=$work/try-$2 address attempt
  mkdir -p "$place/data" "$place/again" && tar -C "$place" -xzf "$out/$1"
  # step WORDS…: one verb in the folder of the moment, with nothing of this environment.
  step() { env -i HOME="$place" PATH="$3" LANG=C.UTF-8 "$place/fuyao-$version/fuyao" "${@:4}" >"$place/step" 2>&1 || { cat "$place/step"; fail "$1: ${*:4} failed"; }; }
  cd "$place/data"
  step "$@" generate --region 610729 --households 60 --seed 3 --clean --out county
  step "$@" import county/*.xlsx --region 610729
  step "$@" run --pack liuba-2015 --period 2016-05 --region 610729
  step "$@" backup ../whole.backup
  step "$@" backup verify ../whole.backup --drill
  cd ../again
  install -m 700 -d data && cp ../data/data/fuyao.db.keys data/ # the keys travel apart from the backup
  step "$@" restore ../whole.backup
  step "$@" audit verify
  cd "$FUYAO_HOME"
  (cd "$place/again" && exec env -i HOME="$place" PATH="$3" LANG=C.UTF-8 "$place/fuyao-$version/fuyao" serve --urls http://127.0.0.1:0 2>"$place/log") &
  server=$!
  for attempt in $(seq 600); do
    address=$(grep -oE 'http://127\.0\.0\.1:[0-9]+' "$place/log" 2>/dev/null | head -1) && [ -n "$address" ] && break
    kill -0 "$server" 2>/dev/null || { cat "$place/log"; fail "$1 does not start"; }
    sleep 0.2
  done
  [ -n "$address" ] || { cat "$place/log"; fail "$1 does not say where it serves"; }
  for page in /health/ready /office/; do
    curl -fsS -o "$place/page" "$address$page" || fail "$1 does not answer $page"
  done
  kill "$server" && wait "$server" 2>/dev/null || true
  server=
  echo "fuyao: $1 was unpacked; import, run, backup, restore and the pages work ($address)" >&2
}
try "fuyao-$version.tar.gz" runtime "$PATH"
try "fuyao-$version-linux-x64.tar.gz" own /usr/bin:/bin
(cd "$out" && ls -l "fuyao-$version"* && cat SHA256SUMS)
