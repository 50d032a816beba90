using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Fuyao.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "access_log",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    seq = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    actor = table.Column<Guid>(type: "uuid", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    channel = table.Column<string>(type: "text", nullable: false),
                    action = table.Column<string>(type: "text", nullable: false),
                    subject_kind = table.Column<string>(type: "text", nullable: false),
                    subject_id = table.Column<string>(type: "text", nullable: false),
                    detail = table.Column<string>(type: "text", nullable: true),
                    prev_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_log", x => new { x.county, x.seq });
                });

            migrationBuilder.CreateTable(
                name: "audit",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    seq = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    actor = table.Column<Guid>(type: "uuid", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    channel = table.Column<string>(type: "text", nullable: false),
                    action = table.Column<string>(type: "text", nullable: false),
                    subject_kind = table.Column<string>(type: "text", nullable: false),
                    subject_id = table.Column<string>(type: "text", nullable: false),
                    detail = table.Column<string>(type: "text", nullable: true),
                    prev_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit", x => new { x.county, x.seq });
                });

            migrationBuilder.CreateTable(
                name: "changes",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    actor = table.Column<string>(type: "text", nullable: false),
                    channel = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    evidence = table.Column<string>(type: "text", nullable: true),
                    source = table.Column<string>(type: "text", nullable: true),
                    undone_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_changes", x => new { x.county, x.id });
                });

            migrationBuilder.CreateTable(
                name: "explanations",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    text = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_explanations", x => new { x.county, x.hash });
                });

            migrationBuilder.CreateTable(
                name: "files",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    content_type = table.Column<string>(type: "text", nullable: false),
                    length = table.Column<long>(type: "bigint", nullable: false),
                    sha256 = table.Column<byte[]>(type: "bytea", nullable: false),
                    place = table.Column<string>(type: "text", nullable: false),
                    key_cipher = table.Column<byte[]>(type: "bytea", nullable: true),
                    permission = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_files", x => new { x.county, x.id });
                });

            migrationBuilder.CreateTable(
                name: "households",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_households", x => new { x.county, x.id });
                });

            migrationBuilder.CreateTable(
                name: "idempotency",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    actor = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    action = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    request_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    status = table.Column<int>(type: "integer", nullable: true),
                    headers = table.Column<string>(type: "text", nullable: true),
                    body_cipher = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idempotency", x => new { x.county, x.actor, x.key });
                });

            migrationBuilder.CreateTable(
                name: "imports",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    file_name = table.Column<string>(type: "character varying(260)", maxLength: 260, nullable: false),
                    file_id = table.Column<Guid>(type: "uuid", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: true),
                    dry_run = table.Column<bool>(type: "boolean", nullable: false),
                    all_or_nothing = table.Column<bool>(type: "boolean", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    job_id = table.Column<Guid>(type: "uuid", nullable: true),
                    accepted = table.Column<int>(type: "integer", nullable: false),
                    unchanged = table.Column<int>(type: "integer", nullable: false),
                    refused = table.Column<int>(type: "integer", nullable: false),
                    warnings = table.Column<int>(type: "integer", nullable: false),
                    findings = table.Column<int>(type: "integer", nullable: false),
                    report_id = table.Column<Guid>(type: "uuid", nullable: true),
                    marked_id = table.Column<Guid>(type: "uuid", nullable: true),
                    problems = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_imports", x => new { x.county, x.id });
                });

            migrationBuilder.CreateTable(
                name: "jobs",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    actor = table.Column<Guid>(type: "uuid", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    args = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    done = table.Column<long>(type: "bigint", nullable: false),
                    total = table.Column<long>(type: "bigint", nullable: true),
                    message = table.Column<string>(type: "text", nullable: true),
                    result = table.Column<string>(type: "text", nullable: true),
                    problems = table.Column<string>(type: "text", nullable: true),
                    checkpoint = table.Column<string>(type: "text", nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    cancel_requested = table.Column<bool>(type: "boolean", nullable: false),
                    runner = table.Column<Guid>(type: "uuid", nullable: true),
                    heartbeat_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_jobs", x => new { x.county, x.id });
                });

            migrationBuilder.CreateTable(
                name: "key_checks",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_key_checks", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "persons",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_persons", x => new { x.county, x.id });
                });

            migrationBuilder.CreateTable(
                name: "rankings",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    started_by = table.Column<string>(type: "text", nullable: false),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    households = table.Column<int>(type: "integer", nullable: false),
                    ranked = table.Column<int>(type: "integer", nullable: false),
                    stated = table.Column<int>(type: "integer", nullable: false),
                    unknown = table.Column<int>(type: "integer", nullable: false),
                    tied = table.Column<int>(type: "integer", nullable: false),
                    flagged = table.Column<int>(type: "integer", nullable: false),
                    definition = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rankings", x => new { x.county, x.id });
                });

            migrationBuilder.CreateTable(
                name: "regions",
                columns: table => new
                {
                    code = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    level = table.Column<int>(type: "integer", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true),
                    merged_into = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_regions", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "runs",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    pack = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    pack_version = table.Column<string>(type: "text", nullable: false),
                    pack_hash = table.Column<string>(type: "text", nullable: false),
                    period = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    sequence = table.Column<int>(type: "integer", nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    started_by = table.Column<string>(type: "text", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    state = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    job_id = table.Column<Guid>(type: "uuid", nullable: true),
                    cursor_region = table.Column<long>(type: "bigint", nullable: false),
                    cursor_household = table.Column<Guid>(type: "uuid", nullable: false),
                    households = table.Column<int>(type: "integer", nullable: false),
                    persons = table.Column<int>(type: "integer", nullable: false),
                    awards = table.Column<int>(type: "integer", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    totals = table.Column<string>(type: "text", nullable: false),
                    seconds = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_runs", x => new { x.county, x.id });
                });

            migrationBuilder.CreateTable(
                name: "user_claims",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    claim_type = table.Column<string>(type: "text", nullable: true),
                    claim_value = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_user_claims", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "user_logins",
                columns: table => new
                {
                    login_provider = table.Column<string>(type: "text", nullable: false),
                    provider_key = table.Column<string>(type: "text", nullable: false),
                    provider_display_name = table.Column<string>(type: "text", nullable: true),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_user_logins", x => new { x.login_provider, x.provider_key });
                });

            migrationBuilder.CreateTable(
                name: "user_tokens",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    login_provider = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_user_tokens", x => new { x.user_id, x.login_provider, x.name });
                });

            migrationBuilder.CreateTable(
                name: "users",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    display_name = table.Column<string>(type: "text", nullable: false),
                    disabled = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    user_name = table.Column<string>(type: "text", nullable: true),
                    normalized_user_name = table.Column<string>(type: "text", nullable: true),
                    email = table.Column<string>(type: "text", nullable: true),
                    normalized_email = table.Column<string>(type: "text", nullable: true),
                    email_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    password_hash = table.Column<string>(type: "text", nullable: true),
                    security_stamp = table.Column<string>(type: "text", nullable: true),
                    concurrency_stamp = table.Column<string>(type: "text", nullable: true),
                    phone_number = table.Column<string>(type: "text", nullable: true),
                    phone_number_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    two_factor_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    lockout_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lockout_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    access_failed_count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_users", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "web_keys",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    xml_cipher = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_web_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "household_versions",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    group_name = table.Column<string>(type: "text", nullable: true),
                    status = table.Column<string>(type: "text", nullable: true),
                    category = table.Column<string>(type: "text", nullable: true),
                    main_cause = table.Column<string>(type: "text", nullable: true),
                    income_per_head = table.Column<long>(type: "bigint", nullable: true),
                    stated_income_per_head = table.Column<long>(type: "bigint", nullable: true),
                    income_year = table.Column<int>(type: "integer", nullable: true),
                    head_name = table.Column<string>(type: "text", nullable: true),
                    member_count = table.Column<int>(type: "integer", nullable: false),
                    bank_account_cipher = table.Column<byte[]>(type: "bytea", nullable: true),
                    bank_account_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    phone_cipher = table.Column<byte[]>(type: "bytea", nullable: true),
                    phone_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    facts = table.Column<string>(type: "text", nullable: false),
                    facts_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: false),
                    opened_by = table.Column<Guid>(type: "uuid", nullable: false),
                    closed_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_household_versions", x => new { x.county, x.id });
                    table.ForeignKey(
                        name: "FK_household_versions_households_county_household_id",
                        columns: x => new { x.county, x.household_id },
                        principalTable: "households",
                        principalColumns: new[] { "county", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "person_versions",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: true),
                    sex = table.Column<string>(type: "text", nullable: false),
                    birth = table.Column<DateOnly>(type: "date", nullable: false),
                    relation = table.Column<string>(type: "text", nullable: true),
                    id_cipher = table.Column<byte[]>(type: "bytea", nullable: true),
                    id_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    card_cipher = table.Column<byte[]>(type: "bytea", nullable: true),
                    phone_cipher = table.Column<byte[]>(type: "bytea", nullable: true),
                    facts = table.Column<string>(type: "text", nullable: false),
                    facts_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: false),
                    opened_by = table.Column<Guid>(type: "uuid", nullable: false),
                    closed_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_person_versions", x => new { x.county, x.id });
                    table.ForeignKey(
                        name: "FK_person_versions_households_county_household_id",
                        columns: x => new { x.county, x.household_id },
                        principalTable: "households",
                        principalColumns: new[] { "county", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_person_versions_persons_county_person_id",
                        columns: x => new { x.county, x.person_id },
                        principalTable: "persons",
                        principalColumns: new[] { "county", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ranking_lines",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    ranking_id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    group_name = table.Column<string>(type: "text", nullable: true),
                    head_name = table.Column<string>(type: "text", nullable: true),
                    status = table.Column<string>(type: "text", nullable: true),
                    heads = table.Column<int>(type: "integer", nullable: false),
                    basis = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    per_head = table.Column<long>(type: "bigint", nullable: true),
                    total = table.Column<long>(type: "bigint", nullable: true),
                    income_year = table.Column<int>(type: "integer", nullable: true),
                    rank = table.Column<int>(type: "integer", nullable: true),
                    tied = table.Column<int>(type: "integer", nullable: false),
                    village_rank = table.Column<int>(type: "integer", nullable: true),
                    village_tied = table.Column<int>(type: "integer", nullable: false),
                    components = table.Column<string>(type: "text", nullable: false),
                    flags = table.Column<string>(type: "text", nullable: false),
                    @unchecked = table.Column<string>(name: "unchecked", type: "text", nullable: false),
                    needs = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ranking_lines", x => new { x.county, x.ranking_id, x.position });
                    table.ForeignKey(
                        name: "FK_ranking_lines_rankings_county_ranking_id",
                        columns: x => new { x.county, x.ranking_id },
                        principalTable: "rankings",
                        principalColumns: new[] { "county", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "awards",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    run_id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_number = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    head_name = table.Column<string>(type: "text", nullable: true),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    person_name = table.Column<string>(type: "text", nullable: true),
                    policy = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    subject = table.Column<Guid>(type: "uuid", nullable: false),
                    unit = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    period = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    status = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    cash = table.Column<long>(type: "bigint", nullable: false),
                    payee = table.Column<string>(type: "text", nullable: true),
                    parts = table.Column<string>(type: "text", nullable: false),
                    funding = table.Column<string>(type: "text", nullable: false),
                    explanation_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    household_version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_awards", x => new { x.county, x.id });
                    table.ForeignKey(
                        name: "FK_awards_explanations_county_explanation_hash",
                        columns: x => new { x.county, x.explanation_hash },
                        principalTable: "explanations",
                        principalColumns: new[] { "county", "hash" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_awards_runs_county_run_id",
                        columns: x => new { x.county, x.run_id },
                        principalTable: "runs",
                        principalColumns: new[] { "county", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "payment_files",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    run_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    stored_file = table.Column<Guid>(type: "uuid", nullable: false),
                    sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    lines = table.Column<int>(type: "integer", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    missing = table.Column<int>(type: "integer", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    made_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payment_files", x => new { x.county, x.id });
                    table.ForeignKey(
                        name: "FK_payment_files_runs_county_run_id",
                        columns: x => new { x.county, x.run_id },
                        principalTable: "runs",
                        principalColumns: new[] { "county", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "run_questions",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    run_id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_number = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    head_name = table.Column<string>(type: "text", nullable: true),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    person_name = table.Column<string>(type: "text", nullable: true),
                    policy = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    subject = table.Column<Guid>(type: "uuid", nullable: false),
                    period = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    kind = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    needs = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_run_questions", x => new { x.county, x.id });
                    table.ForeignKey(
                        name: "FK_run_questions_runs_county_run_id",
                        columns: x => new { x.county, x.run_id },
                        principalTable: "runs",
                        principalColumns: new[] { "county", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "role_assignments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_role_assignments", x => x.id);
                    table.ForeignKey(
                        name: "FK_role_assignments_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "sessions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    assignment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sessions", x => x.id);
                    table.ForeignKey(
                        name: "FK_sessions_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_access_log_county_subject_kind_subject_id",
                table: "access_log",
                columns: new[] { "county", "subject_kind", "subject_id" });

            migrationBuilder.CreateIndex(
                name: "IX_audit_county_subject_kind_subject_id",
                table: "audit",
                columns: new[] { "county", "subject_kind", "subject_id" });

            migrationBuilder.CreateIndex(
                name: "IX_awards_county_explanation_hash",
                table: "awards",
                columns: new[] { "county", "explanation_hash" });

            migrationBuilder.CreateIndex(
                name: "ix_awards_household",
                table: "awards",
                columns: new[] { "county", "household_id" });

            migrationBuilder.CreateIndex(
                name: "ix_awards_run",
                table: "awards",
                columns: new[] { "county", "run_id", "region", "household_number", "id" });

            migrationBuilder.CreateIndex(
                name: "ux_awards_once",
                table: "awards",
                columns: new[] { "county", "policy", "period", "subject" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_changes_at",
                table: "changes",
                columns: new[] { "county", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_changes_hidden",
                table: "changes",
                column: "county",
                filter: "at is null");

            migrationBuilder.CreateIndex(
                name: "ix_household_versions_closed",
                table: "household_versions",
                columns: new[] { "county", "closed_by" },
                filter: "closed_by is not null");

            migrationBuilder.CreateIndex(
                name: "ix_household_versions_household",
                table: "household_versions",
                columns: new[] { "county", "household_id", "valid_from" });

            migrationBuilder.CreateIndex(
                name: "ix_household_versions_list",
                table: "household_versions",
                columns: new[] { "county", "region", "number", "valid_from", "valid_to", "closed_by", "opened_by", "household_id", "status", "category", "main_cause", "income_per_head", "member_count", "head_name" });

            migrationBuilder.CreateIndex(
                name: "ix_household_versions_number",
                table: "household_versions",
                columns: new[] { "county", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_household_versions_opened",
                table: "household_versions",
                columns: new[] { "county", "opened_by" });

            migrationBuilder.CreateIndex(
                name: "ix_household_versions_phone",
                table: "household_versions",
                columns: new[] { "county", "phone_hash" },
                filter: "phone_hash is not null");

            migrationBuilder.CreateIndex(
                name: "ux_households_number",
                table: "households",
                columns: new[] { "county", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_idempotency_county_at",
                table: "idempotency",
                columns: new[] { "county", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_imports_region",
                table: "imports",
                columns: new[] { "county", "region" });

            migrationBuilder.CreateIndex(
                name: "IX_jobs_county_state_created_at",
                table: "jobs",
                columns: new[] { "county", "state", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ux_payment_files_run",
                table: "payment_files",
                columns: new[] { "county", "run_id", "kind" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_person_versions_closed",
                table: "person_versions",
                columns: new[] { "county", "closed_by" },
                filter: "closed_by is not null");

            migrationBuilder.CreateIndex(
                name: "ix_person_versions_household",
                table: "person_versions",
                columns: new[] { "county", "household_id", "valid_from" });

            migrationBuilder.CreateIndex(
                name: "ix_person_versions_id",
                table: "person_versions",
                columns: new[] { "county", "id_hash" },
                filter: "id_hash is not null");

            migrationBuilder.CreateIndex(
                name: "ix_person_versions_list",
                table: "person_versions",
                columns: new[] { "county", "region", "household_id", "name", "valid_from", "valid_to", "closed_by", "opened_by" });

            migrationBuilder.CreateIndex(
                name: "ix_person_versions_opened",
                table: "person_versions",
                columns: new[] { "county", "opened_by" });

            migrationBuilder.CreateIndex(
                name: "ix_person_versions_person",
                table: "person_versions",
                columns: new[] { "county", "person_id", "valid_from" });

            migrationBuilder.CreateIndex(
                name: "ix_persons_number",
                table: "persons",
                columns: new[] { "county", "number" },
                filter: "number is not null");

            migrationBuilder.CreateIndex(
                name: "ix_ranking_lines_household",
                table: "ranking_lines",
                columns: new[] { "county", "household_id" });

            migrationBuilder.CreateIndex(
                name: "ix_ranking_lines_village",
                table: "ranking_lines",
                columns: new[] { "county", "ranking_id", "region", "position" });

            migrationBuilder.CreateIndex(
                name: "ix_rankings_what",
                table: "rankings",
                columns: new[] { "county", "region", "year", "started_at" });

            migrationBuilder.CreateIndex(
                name: "IX_role_assignments_user_id_role_region",
                table: "role_assignments",
                columns: new[] { "user_id", "role", "region" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_run_questions_run",
                table: "run_questions",
                columns: new[] { "county", "run_id", "region", "household_number", "id" });

            migrationBuilder.CreateIndex(
                name: "ux_run_questions",
                table: "run_questions",
                columns: new[] { "county", "run_id", "policy", "subject", "period" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_runs_started",
                table: "runs",
                columns: new[] { "county", "started_at" });

            migrationBuilder.CreateIndex(
                name: "ux_runs_what",
                table: "runs",
                columns: new[] { "county", "pack", "period", "region", "sequence" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_sessions_user_id",
                table: "sessions",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "IX_users_normalized_user_name",
                table: "users",
                column: "normalized_user_name",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "access_log");

            migrationBuilder.DropTable(
                name: "audit");

            migrationBuilder.DropTable(
                name: "awards");

            migrationBuilder.DropTable(
                name: "changes");

            migrationBuilder.DropTable(
                name: "files");

            migrationBuilder.DropTable(
                name: "household_versions");

            migrationBuilder.DropTable(
                name: "idempotency");

            migrationBuilder.DropTable(
                name: "imports");

            migrationBuilder.DropTable(
                name: "jobs");

            migrationBuilder.DropTable(
                name: "key_checks");

            migrationBuilder.DropTable(
                name: "payment_files");

            migrationBuilder.DropTable(
                name: "person_versions");

            migrationBuilder.DropTable(
                name: "ranking_lines");

            migrationBuilder.DropTable(
                name: "regions");

            migrationBuilder.DropTable(
                name: "role_assignments");

            migrationBuilder.DropTable(
                name: "run_questions");

            migrationBuilder.DropTable(
                name: "sessions");

            migrationBuilder.DropTable(
                name: "user_claims");

            migrationBuilder.DropTable(
                name: "user_logins");

            migrationBuilder.DropTable(
                name: "user_tokens");

            migrationBuilder.DropTable(
                name: "web_keys");

            migrationBuilder.DropTable(
                name: "explanations");

            migrationBuilder.DropTable(
                name: "households");

            migrationBuilder.DropTable(
                name: "persons");

            migrationBuilder.DropTable(
                name: "rankings");

            migrationBuilder.DropTable(
                name: "runs");

            migrationBuilder.DropTable(
                name: "users");
        }
    }
}
