#!/usr/bin/env bash
# Run once by the database's image when it is new: the application's role, which owns nothing.
set -euo pipefail
psql -v ON_ERROR_STOP=1 -v password="$FUYAO_PASSWORD" -U "$POSTGRES_USER" -d "$POSTGRES_DB" <<'SQL'
create role fuyao login password :'password' nosuperuser nobypassrls;
grant connect, temporary on database fuyao to fuyao;
SQL
