using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fuyao.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class RegisterAndAccess : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_role_assignments_user_id_role_region",
                table: "role_assignments");

            migrationBuilder.DropIndex(
                name: "ix_person_versions_list",
                table: "person_versions");

            migrationBuilder.AddColumn<bool>(
                name: "must_change_password",
                table: "users",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<byte[]>(
                name: "totp_cipher",
                table: "users",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "totp_pending_cipher",
                table: "users",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "totp_step",
                table: "users",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "address",
                table: "sessions",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "device",
                table: "sessions",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "last_seen_at",
                table: "sessions",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.AddColumn<bool>(
                name: "strong",
                table: "sessions",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ended_at",
                table: "role_assignments",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "from",
                table: "role_assignments",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "granted_by",
                table: "role_assignments",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "lent_by",
                table: "role_assignments",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "lent_from",
                table: "role_assignments",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "pending",
                table: "role_assignments",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "reason",
                table: "role_assignments",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "to",
                table: "role_assignments",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "category",
                table: "ranking_lines",
                type: "character varying(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "category_rank",
                table: "ranking_lines",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "category_tied",
                table: "ranking_lines",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "changes",
                table: "imports",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "compare",
                table: "imports",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "decisions",
                table: "imports",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "differences_id",
                table: "imports",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "mapping",
                table: "imports",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "row_counts",
                table: "imports",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "table",
                table: "imports",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "households");

            migrationBuilder.AddColumn<string>(
                name: "facets",
                table: "household_versions",
                type: "text",
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "keep",
                table: "files",
                type: "text",
                nullable: false,
                defaultValue: "ForEver");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "removed_at",
                table: "files",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "attachments",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    subject_kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: false),
                    file_id = table.Column<Guid>(type: "uuid", nullable: false),
                    thumbnail_id = table.Column<Guid>(type: "uuid", nullable: true),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    content_type = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    length = table.Column<long>(type: "bigint", nullable: false),
                    sha256 = table.Column<byte[]>(type: "bytea", nullable: false),
                    width = table.Column<int>(type: "integer", nullable: true),
                    height = table.Column<int>(type: "integer", nullable: true),
                    caption = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    actor = table.Column<string>(type: "text", nullable: false),
                    hidden_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    hidden_by = table.Column<string>(type: "text", nullable: true),
                    hidden_reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_attachments", x => new { x.county, x.id });
                });

            migrationBuilder.CreateTable(
                name: "document_batches",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    actor = table.Column<string>(type: "text", nullable: false),
                    job_id = table.Column<Guid>(type: "uuid", nullable: true),
                    file_id = table.Column<Guid>(type: "uuid", nullable: true),
                    households = table.Column<int>(type: "integer", nullable: false),
                    persons = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_document_batches", x => new { x.county, x.id });
                });

            migrationBuilder.CreateTable(
                name: "exports",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    actor = table.Column<Guid>(type: "uuid", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    address_cipher = table.Column<byte[]>(type: "bytea", nullable: false),
                    address_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    persons = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    purpose = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    decided_by = table.Column<Guid>(type: "uuid", nullable: true),
                    decided_by_name = table.Column<string>(type: "text", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    decision = table.Column<string>(type: "text", nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_exports", x => new { x.county, x.id });
                });

            migrationBuilder.CreateTable(
                name: "form_drafts",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    subject = table.Column<Guid>(type: "uuid", nullable: true),
                    content_cipher = table.Column<byte[]>(type: "bytea", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    saved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_form_drafts", x => new { x.county, x.id });
                });

            migrationBuilder.CreateTable(
                name: "household_checks",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    actor = table.Column<string>(type: "text", nullable: false),
                    sections = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    change = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_household_checks", x => new { x.county, x.id });
                });

            migrationBuilder.CreateTable(
                name: "import_mappings",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    table = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    signature = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    mapping = table.Column<string>(type: "text", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_import_mappings", x => new { x.county, x.id });
                });

            migrationBuilder.CreateTable(
                name: "list_views",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_name = table.Column<string>(type: "text", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    list = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    query = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    columns = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    shared = table.Column<bool>(type: "boolean", nullable: false),
                    saved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_list_views", x => new { x.county, x.id });
                });

            migrationBuilder.CreateTable(
                name: "passkeys",
                columns: table => new
                {
                    credential_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    public_key = table.Column<byte[]>(type: "bytea", nullable: false),
                    sign_count = table.Column<long>(type: "bigint", nullable: false),
                    transports = table.Column<string>(type: "text", nullable: false),
                    user_verified = table.Column<bool>(type: "boolean", nullable: false),
                    backup_eligible = table.Column<bool>(type: "boolean", nullable: false),
                    backed_up = table.Column<bool>(type: "boolean", nullable: false),
                    attestation = table.Column<byte[]>(type: "bytea", nullable: false),
                    client_data = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_passkeys", x => x.credential_id);
                });

            migrationBuilder.CreateTable(
                name: "printed_documents",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    facts = table.Column<byte[]>(type: "bytea", nullable: false),
                    benefits = table.Column<byte[]>(type: "bytea", nullable: false),
                    printed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    printed_by = table.Column<string>(type: "text", nullable: false),
                    batch = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_printed_documents", x => new { x.county, x.id });
                });

            migrationBuilder.CreateTable(
                name: "quotas",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    category = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    households = table.Column<int>(type: "integer", nullable: true),
                    set_by = table.Column<string>(type: "text", nullable: false),
                    set_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    replaced_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_quotas", x => new { x.county, x.id });
                });

            migrationBuilder.CreateTable(
                name: "received_benefits",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    row_id = table.Column<Guid>(type: "uuid", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    department = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    programme = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    person_name = table.Column<string>(type: "text", nullable: true),
                    id_cipher = table.Column<byte[]>(type: "bytea", nullable: true),
                    id_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    household_number = table.Column<string>(type: "text", nullable: true),
                    place = table.Column<string>(type: "text", nullable: true),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    date = table.Column<DateOnly>(type: "date", nullable: false),
                    recurring = table.Column<string>(type: "text", nullable: true),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: true),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    matched_by = table.Column<string>(type: "text", nullable: true),
                    list_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sheet_row = table.Column<int>(type: "integer", nullable: true),
                    facts_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: false),
                    opened_by = table.Column<Guid>(type: "uuid", nullable: false),
                    closed_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_received_benefits", x => new { x.county, x.id });
                });

            migrationBuilder.CreateTable(
                name: "record_drafts",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    facts = table.Column<string>(type: "text", nullable: false),
                    saved_by = table.Column<string>(type: "text", nullable: false),
                    saved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_record_drafts", x => new { x.county, x.kind, x.key, x.year });
                });

            migrationBuilder.CreateTable(
                name: "records",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_records", x => new { x.county, x.id });
                });

            migrationBuilder.CreateTable(
                name: "recovery_codes",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_recovery_codes", x => new { x.user_id, x.hash });
                });

            migrationBuilder.CreateTable(
                name: "region_changes",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    from_code = table.Column<long>(type: "bigint", nullable: false),
                    to_code = table.Column<long>(type: "bigint", nullable: false),
                    name_before = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    name_after = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    change_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_region_changes", x => new { x.county, x.id });
                });

            migrationBuilder.CreateTable(
                name: "register_events",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    change_id = table.Column<Guid>(type: "uuid", nullable: false),
                    effects = table.Column<string>(type: "text", nullable: false),
                    detail = table.Column<string>(type: "text", nullable: true),
                    undoes = table.Column<Guid>(type: "uuid", nullable: true),
                    undone_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_register_events", x => new { x.county, x.id });
                    table.ForeignKey(
                        name: "FK_register_events_changes_county_change_id",
                        columns: x => new { x.county, x.change_id },
                        principalTable: "changes",
                        principalColumns: new[] { "county", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "search_entries",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    subject = table.Column<Guid>(type: "uuid", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    tokens = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_search_entries", x => new { x.county, x.id });
                });

            migrationBuilder.CreateTable(
                name: "sign_in_tickets",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: true),
                    role = table.Column<string>(type: "text", nullable: true),
                    state = table.Column<string>(type: "text", nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sign_in_tickets", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "usage",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    actor = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_usage", x => new { x.county, x.actor, x.day, x.kind });
                });

            migrationBuilder.CreateTable(
                name: "record_versions",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    record_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    number = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    household_id = table.Column<Guid>(type: "uuid", nullable: true),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    facts = table.Column<string>(type: "text", nullable: false),
                    facts_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: false),
                    opened_by = table.Column<Guid>(type: "uuid", nullable: false),
                    closed_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_record_versions", x => new { x.county, x.id });
                    table.ForeignKey(
                        name: "FK_record_versions_records_county_record_id",
                        columns: x => new { x.county, x.record_id },
                        principalTable: "records",
                        principalColumns: new[] { "county", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "register_event_parties",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    event_id = table.Column<Guid>(type: "uuid", nullable: false),
                    line = table.Column<int>(type: "integer", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    role = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_register_event_parties", x => new { x.county, x.event_id, x.line });
                    table.ForeignKey(
                        name: "FK_register_event_parties_households_county_household_id",
                        columns: x => new { x.county, x.household_id },
                        principalTable: "households",
                        principalColumns: new[] { "county", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_register_event_parties_register_events_county_event_id",
                        columns: x => new { x.county, x.event_id },
                        principalTable: "register_events",
                        principalColumns: new[] { "county", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_role_assignments_lent_from",
                table: "role_assignments",
                column: "lent_from");

            migrationBuilder.CreateIndex(
                name: "IX_role_assignments_user_id_role_region",
                table: "role_assignments",
                columns: new[] { "user_id", "role", "region" });

            migrationBuilder.CreateIndex(
                name: "ix_person_versions_list",
                table: "person_versions",
                columns: new[] { "county", "region", "household_id", "valid_from", "valid_to", "closed_by", "opened_by" });

            migrationBuilder.CreateIndex(
                name: "ix_household_versions_facets",
                table: "household_versions",
                columns: new[] { "county", "region", "number", "valid_from", "valid_to", "closed_by", "opened_by", "household_id", "status", "category", "main_cause", "income_per_head", "member_count", "head_name", "facets" },
                filter: "facets <> ''");

            migrationBuilder.CreateIndex(
                name: "IX_audit_county_actor_name_seq",
                table: "audit",
                columns: new[] { "county", "actor_name", "seq" });

            migrationBuilder.CreateIndex(
                name: "IX_access_log_county_actor_name_seq",
                table: "access_log",
                columns: new[] { "county", "actor_name", "seq" });

            migrationBuilder.CreateIndex(
                name: "IX_attachments_county_household_id_at",
                table: "attachments",
                columns: new[] { "county", "household_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_attachments_county_region_sha256",
                table: "attachments",
                columns: new[] { "county", "region", "sha256" });

            migrationBuilder.CreateIndex(
                name: "IX_document_batches_county_at",
                table: "document_batches",
                columns: new[] { "county", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_exports_county_actor_done_at",
                table: "exports",
                columns: new[] { "county", "actor", "done_at" });

            migrationBuilder.CreateIndex(
                name: "IX_form_drafts_county_owner_saved_at",
                table: "form_drafts",
                columns: new[] { "county", "owner", "saved_at" });

            migrationBuilder.CreateIndex(
                name: "IX_household_checks_county_household_id_on",
                table: "household_checks",
                columns: new[] { "county", "household_id", "on" });

            migrationBuilder.CreateIndex(
                name: "ux_import_mappings_signature",
                table: "import_mappings",
                columns: new[] { "county", "signature" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_list_views_owner",
                table: "list_views",
                columns: new[] { "county", "list", "owner" });

            migrationBuilder.CreateIndex(
                name: "IX_passkeys_user_id",
                table: "passkeys",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "IX_printed_documents_county_household_id_printed_at",
                table: "printed_documents",
                columns: new[] { "county", "household_id", "printed_at" });

            migrationBuilder.CreateIndex(
                name: "ux_printed_documents_number",
                table: "printed_documents",
                columns: new[] { "county", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_quotas_place",
                table: "quotas",
                columns: new[] { "county", "year", "region", "category" });

            migrationBuilder.CreateIndex(
                name: "ux_quotas_now",
                table: "quotas",
                columns: new[] { "county", "year", "region", "category" },
                unique: true,
                filter: "replaced_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_received_benefits_closed",
                table: "received_benefits",
                columns: new[] { "county", "closed_by" },
                filter: "closed_by is not null");

            migrationBuilder.CreateIndex(
                name: "ix_received_benefits_facts",
                table: "received_benefits",
                columns: new[] { "county", "facts_hash" });

            migrationBuilder.CreateIndex(
                name: "ix_received_benefits_household",
                table: "received_benefits",
                columns: new[] { "county", "household_id" },
                filter: "household_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_received_benefits_list",
                table: "received_benefits",
                columns: new[] { "county", "list_id" });

            migrationBuilder.CreateIndex(
                name: "ix_received_benefits_opened",
                table: "received_benefits",
                columns: new[] { "county", "opened_by" });

            migrationBuilder.CreateIndex(
                name: "ix_received_benefits_row",
                table: "received_benefits",
                columns: new[] { "county", "row_id" });

            migrationBuilder.CreateIndex(
                name: "ix_received_benefits_state",
                table: "received_benefits",
                columns: new[] { "county", "state", "region" });

            migrationBuilder.CreateIndex(
                name: "ix_record_versions_closed",
                table: "record_versions",
                columns: new[] { "county", "closed_by" },
                filter: "closed_by is not null");

            migrationBuilder.CreateIndex(
                name: "ix_record_versions_household",
                table: "record_versions",
                columns: new[] { "county", "household_id" },
                filter: "household_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_record_versions_opened",
                table: "record_versions",
                columns: new[] { "county", "opened_by" });

            migrationBuilder.CreateIndex(
                name: "ix_record_versions_organisation",
                table: "record_versions",
                columns: new[] { "county", "organisation_id" },
                filter: "organisation_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_record_versions_place",
                table: "record_versions",
                columns: new[] { "county", "kind", "year", "region" });

            migrationBuilder.CreateIndex(
                name: "ix_record_versions_record",
                table: "record_versions",
                columns: new[] { "county", "record_id", "valid_from" });

            migrationBuilder.CreateIndex(
                name: "ux_records_key",
                table: "records",
                columns: new[] { "county", "kind", "key", "year" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_region_changes_from",
                table: "region_changes",
                columns: new[] { "county", "from_code" });

            migrationBuilder.CreateIndex(
                name: "ix_register_event_parties_household",
                table: "register_event_parties",
                columns: new[] { "county", "household_id", "on" });

            migrationBuilder.CreateIndex(
                name: "ix_register_event_parties_person",
                table: "register_event_parties",
                columns: new[] { "county", "person_id", "on" },
                filter: "person_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_register_event_parties_place",
                table: "register_event_parties",
                columns: new[] { "county", "on", "region" });

            migrationBuilder.CreateIndex(
                name: "ix_register_events_change",
                table: "register_events",
                columns: new[] { "county", "change_id" });

            migrationBuilder.CreateIndex(
                name: "ix_register_events_on",
                table: "register_events",
                columns: new[] { "county", "on", "kind" });

            migrationBuilder.CreateIndex(
                name: "IX_sign_in_tickets_hash",
                table: "sign_in_tickets",
                column: "hash",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "attachments");

            migrationBuilder.DropTable(
                name: "document_batches");

            migrationBuilder.DropTable(
                name: "exports");

            migrationBuilder.DropTable(
                name: "form_drafts");

            migrationBuilder.DropTable(
                name: "household_checks");

            migrationBuilder.DropTable(
                name: "import_mappings");

            migrationBuilder.DropTable(
                name: "list_views");

            migrationBuilder.DropTable(
                name: "passkeys");

            migrationBuilder.DropTable(
                name: "printed_documents");

            migrationBuilder.DropTable(
                name: "quotas");

            migrationBuilder.DropTable(
                name: "received_benefits");

            migrationBuilder.DropTable(
                name: "record_drafts");

            migrationBuilder.DropTable(
                name: "record_versions");

            migrationBuilder.DropTable(
                name: "recovery_codes");

            migrationBuilder.DropTable(
                name: "region_changes");

            migrationBuilder.DropTable(
                name: "register_event_parties");

            migrationBuilder.DropTable(
                name: "search_entries");

            migrationBuilder.DropTable(
                name: "sign_in_tickets");

            migrationBuilder.DropTable(
                name: "usage");

            migrationBuilder.DropTable(
                name: "records");

            migrationBuilder.DropTable(
                name: "register_events");

            migrationBuilder.DropIndex(
                name: "IX_role_assignments_lent_from",
                table: "role_assignments");

            migrationBuilder.DropIndex(
                name: "IX_role_assignments_user_id_role_region",
                table: "role_assignments");

            migrationBuilder.DropIndex(
                name: "ix_person_versions_list",
                table: "person_versions");

            migrationBuilder.DropIndex(
                name: "ix_household_versions_facets",
                table: "household_versions");

            migrationBuilder.DropIndex(
                name: "IX_audit_county_actor_name_seq",
                table: "audit");

            migrationBuilder.DropIndex(
                name: "IX_access_log_county_actor_name_seq",
                table: "access_log");

            migrationBuilder.DropColumn(
                name: "must_change_password",
                table: "users");

            migrationBuilder.DropColumn(
                name: "totp_cipher",
                table: "users");

            migrationBuilder.DropColumn(
                name: "totp_pending_cipher",
                table: "users");

            migrationBuilder.DropColumn(
                name: "totp_step",
                table: "users");

            migrationBuilder.DropColumn(
                name: "address",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "device",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "last_seen_at",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "strong",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "ended_at",
                table: "role_assignments");

            migrationBuilder.DropColumn(
                name: "from",
                table: "role_assignments");

            migrationBuilder.DropColumn(
                name: "granted_by",
                table: "role_assignments");

            migrationBuilder.DropColumn(
                name: "lent_by",
                table: "role_assignments");

            migrationBuilder.DropColumn(
                name: "lent_from",
                table: "role_assignments");

            migrationBuilder.DropColumn(
                name: "pending",
                table: "role_assignments");

            migrationBuilder.DropColumn(
                name: "reason",
                table: "role_assignments");

            migrationBuilder.DropColumn(
                name: "to",
                table: "role_assignments");

            migrationBuilder.DropColumn(
                name: "category",
                table: "ranking_lines");

            migrationBuilder.DropColumn(
                name: "category_rank",
                table: "ranking_lines");

            migrationBuilder.DropColumn(
                name: "category_tied",
                table: "ranking_lines");

            migrationBuilder.DropColumn(
                name: "changes",
                table: "imports");

            migrationBuilder.DropColumn(
                name: "compare",
                table: "imports");

            migrationBuilder.DropColumn(
                name: "decisions",
                table: "imports");

            migrationBuilder.DropColumn(
                name: "differences_id",
                table: "imports");

            migrationBuilder.DropColumn(
                name: "mapping",
                table: "imports");

            migrationBuilder.DropColumn(
                name: "row_counts",
                table: "imports");

            migrationBuilder.DropColumn(
                name: "table",
                table: "imports");

            migrationBuilder.DropColumn(
                name: "facets",
                table: "household_versions");

            migrationBuilder.DropColumn(
                name: "keep",
                table: "files");

            migrationBuilder.DropColumn(
                name: "removed_at",
                table: "files");

            migrationBuilder.CreateIndex(
                name: "IX_role_assignments_user_id_role_region",
                table: "role_assignments",
                columns: new[] { "user_id", "role", "region" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_person_versions_list",
                table: "person_versions",
                columns: new[] { "county", "region", "household_id", "name", "valid_from", "valid_to", "closed_by", "opened_by" });
        }
    }
}
