using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fuyao.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class EntitlementsAndPublishing : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_awards_explanations_county_explanation_hash",
                table: "awards");

            // Written by hand: SQLite rebuilds awards, which point at explanations, only at the end of the migration.
            migrationBuilder.Sql("PRAGMA foreign_keys = 0;", suppressTransaction: true);

            migrationBuilder.DropTable(
                name: "explanations");

            migrationBuilder.DropTable(
                name: "payment_files");

            migrationBuilder.DropIndex(
                name: "IX_awards_county_explanation_hash",
                table: "awards");

            migrationBuilder.DropColumn(
                name: "explanation_hash",
                table: "awards");

            migrationBuilder.AddColumn<byte[]>(
                name: "started_by_id",
                table: "runs",
                type: "BLOB",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<string>(
                name: "granted",
                table: "region_changes",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<byte[]>(
                name: "undone_by",
                table: "region_changes",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "known_at",
                table: "rankings",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "benefit_adjustment_scans",
                columns: table => new
                {
                    county = table.Column<int>(type: "INTEGER", nullable: false),
                    pack = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    known_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_benefit_adjustment_scans", x => new { x.county, x.pack });
                });

            migrationBuilder.CreateTable(
                name: "benefit_adjustments",
                columns: table => new
                {
                    county = table.Column<int>(type: "INTEGER", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    region = table.Column<long>(type: "INTEGER", nullable: false),
                    run_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    pack = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    household_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    household_number = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    head_name = table.Column<string>(type: "TEXT", nullable: true),
                    person_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    person_name = table.Column<string>(type: "TEXT", nullable: true),
                    policy = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    subject = table.Column<byte[]>(type: "BLOB", nullable: false),
                    unit = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    period = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    payee = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    before = table.Column<long>(type: "INTEGER", nullable: false),
                    due = table.Column<long>(type: "INTEGER", nullable: false),
                    amount = table.Column<long>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    known_at = table.Column<long>(type: "INTEGER", nullable: false),
                    by = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_benefit_adjustments", x => new { x.county, x.id });
                    table.ForeignKey(
                        name: "FK_benefit_adjustments_runs_county_run_id",
                        columns: x => new { x.county, x.run_id },
                        principalTable: "runs",
                        principalColumns: new[] { "county", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "benefit_decisions",
                columns: table => new
                {
                    county = table.Column<int>(type: "INTEGER", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    region = table.Column<long>(type: "INTEGER", nullable: false),
                    run_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    pack = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    household_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    household_number = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    head_name = table.Column<string>(type: "TEXT", nullable: true),
                    person_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    person_name = table.Column<string>(type: "TEXT", nullable: true),
                    policy = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    subject = table.Column<byte[]>(type: "BLOB", nullable: false),
                    outcome = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    amount = table.Column<long>(type: "INTEGER", nullable: true),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    facts_hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    batch = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    by_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    by = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_benefit_decisions", x => new { x.county, x.id });
                    table.ForeignKey(
                        name: "FK_benefit_decisions_runs_county_run_id",
                        columns: x => new { x.county, x.run_id },
                        principalTable: "runs",
                        principalColumns: new[] { "county", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "payment_orders",
                columns: table => new
                {
                    county = table.Column<int>(type: "INTEGER", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    region = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    run_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    pack = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    period = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    reissues = table.Column<byte[]>(type: "BLOB", nullable: true),
                    state = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    number = table.Column<string>(type: "TEXT", maxLength: 16, nullable: true),
                    checksum = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    proposed_by_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    proposed_by = table.Column<string>(type: "TEXT", nullable: false),
                    proposed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    computed_by_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    note = table.Column<string>(type: "TEXT", nullable: true),
                    decided_by_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    decided_by = table.Column<string>(type: "TEXT", nullable: true),
                    decided_at = table.Column<long>(type: "INTEGER", nullable: true),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                    sent_at = table.Column<long>(type: "INTEGER", nullable: true),
                    job_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    cursor = table.Column<long>(type: "INTEGER", nullable: false),
                    lines = table.Column<int>(type: "INTEGER", nullable: false),
                    amount = table.Column<long>(type: "INTEGER", nullable: false),
                    gross = table.Column<long>(type: "INTEGER", nullable: false),
                    withheld = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payment_orders", x => new { x.county, x.id });
                    table.ForeignKey(
                        name: "FK_payment_orders_runs_county_run_id",
                        columns: x => new { x.county, x.run_id },
                        principalTable: "runs",
                        principalColumns: new[] { "county", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "policy_draft_revisions",
                columns: table => new
                {
                    county = table.Column<int>(type: "INTEGER", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    draft_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    actor = table.Column<byte[]>(type: "BLOB", nullable: false),
                    actor_name = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    files = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_policy_draft_revisions", x => new { x.county, x.id });
                });

            migrationBuilder.CreateTable(
                name: "policy_drafts",
                columns: table => new
                {
                    county = table.Column<int>(type: "INTEGER", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    pack = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    title = table.Column<string>(type: "TEXT", nullable: false),
                    base_hash = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false),
                    created_by = table.Column<byte[]>(type: "BLOB", nullable: false),
                    created_by_name = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    effective_from = table.Column<DateOnly>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_policy_drafts", x => new { x.county, x.id });
                });

            migrationBuilder.CreateTable(
                name: "policy_publications",
                columns: table => new
                {
                    county = table.Column<int>(type: "INTEGER", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    pack = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    sequence = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<string>(type: "TEXT", nullable: false),
                    hash = table.Column<string>(type: "TEXT", nullable: false),
                    effective_from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    draft_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    author_name = table.Column<string>(type: "TEXT", nullable: false),
                    published_by = table.Column<byte[]>(type: "BLOB", nullable: false),
                    published_by_name = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    files = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_policy_publications", x => new { x.county, x.id });
                });

            migrationBuilder.CreateTable(
                name: "policy_withdrawals",
                columns: table => new
                {
                    county = table.Column<int>(type: "INTEGER", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    actor = table.Column<byte[]>(type: "BLOB", nullable: false),
                    actor_name = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_policy_withdrawals", x => new { x.county, x.id });
                });

            migrationBuilder.CreateTable(
                name: "benefit_settlements",
                columns: table => new
                {
                    county = table.Column<int>(type: "INTEGER", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    region = table.Column<long>(type: "INTEGER", nullable: false),
                    adjustment_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    order_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    line_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    amount = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    by = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_benefit_settlements", x => new { x.county, x.id });
                    table.ForeignKey(
                        name: "FK_benefit_settlements_benefit_adjustments_county_adjustment_id",
                        columns: x => new { x.county, x.adjustment_id },
                        principalTable: "benefit_adjustments",
                        principalColumns: new[] { "county", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_benefit_settlements_payment_orders_county_order_id",
                        columns: x => new { x.county, x.order_id },
                        principalTable: "payment_orders",
                        principalColumns: new[] { "county", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "payment_lines",
                columns: table => new
                {
                    county = table.Column<int>(type: "INTEGER", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    region = table.Column<long>(type: "INTEGER", nullable: false),
                    order_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    no = table.Column<int>(type: "INTEGER", nullable: false),
                    list = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    household_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    household_number = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    head_name = table.Column<string>(type: "TEXT", nullable: true),
                    person_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    person_name = table.Column<string>(type: "TEXT", nullable: true),
                    receiver = table.Column<string>(type: "TEXT", nullable: true),
                    policy = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    subject = table.Column<byte[]>(type: "BLOB", nullable: false),
                    unit = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    period = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    payee = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    award_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    adjustment_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    reissue_of = table.Column<byte[]>(type: "BLOB", nullable: true),
                    gross = table.Column<long>(type: "INTEGER", nullable: false),
                    withheld = table.Column<long>(type: "INTEGER", nullable: false),
                    amount = table.Column<long>(type: "INTEGER", nullable: false),
                    account_cipher = table.Column<byte[]>(type: "BLOB", nullable: true),
                    id_cipher = table.Column<byte[]>(type: "BLOB", nullable: true),
                    status = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payment_lines", x => new { x.county, x.id });
                    table.ForeignKey(
                        name: "FK_payment_lines_payment_orders_county_order_id",
                        columns: x => new { x.county, x.order_id },
                        principalTable: "payment_orders",
                        principalColumns: new[] { "county", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "payment_order_events",
                columns: table => new
                {
                    county = table.Column<int>(type: "INTEGER", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    region = table.Column<long>(type: "INTEGER", nullable: false),
                    order_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    line_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    kind = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    by = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payment_order_events", x => new { x.county, x.id });
                    table.ForeignKey(
                        name: "FK_payment_order_events_payment_orders_county_order_id",
                        columns: x => new { x.county, x.order_id },
                        principalTable: "payment_orders",
                        principalColumns: new[] { "county", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "payment_order_files",
                columns: table => new
                {
                    county = table.Column<int>(type: "INTEGER", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    region = table.Column<long>(type: "INTEGER", nullable: false),
                    order_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    list = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    stored_file = table.Column<byte[]>(type: "BLOB", nullable: false),
                    sha256 = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    lines = table.Column<int>(type: "INTEGER", nullable: false),
                    amount = table.Column<long>(type: "INTEGER", nullable: false),
                    missing = table.Column<int>(type: "INTEGER", nullable: false),
                    made_at = table.Column<long>(type: "INTEGER", nullable: false),
                    made_by = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payment_order_files", x => new { x.county, x.id });
                    table.ForeignKey(
                        name: "FK_payment_order_files_payment_orders_county_order_id",
                        columns: x => new { x.county, x.order_id },
                        principalTable: "payment_orders",
                        principalColumns: new[] { "county", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_benefit_adjustments_county_run_id",
                table: "benefit_adjustments",
                columns: new[] { "county", "run_id" });

            migrationBuilder.CreateIndex(
                name: "ix_benefit_adjustments_household",
                table: "benefit_adjustments",
                columns: new[] { "county", "household_id" });

            migrationBuilder.CreateIndex(
                name: "ix_benefit_adjustments_region",
                table: "benefit_adjustments",
                columns: new[] { "county", "region", "known_at" });

            migrationBuilder.CreateIndex(
                name: "ux_benefit_adjustments_once",
                table: "benefit_adjustments",
                columns: new[] { "county", "policy", "period", "subject", "kind", "payee", "known_at" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_benefit_decisions_county_run_id",
                table: "benefit_decisions",
                columns: new[] { "county", "run_id" });

            migrationBuilder.CreateIndex(
                name: "ix_benefit_decisions_household",
                table: "benefit_decisions",
                columns: new[] { "county", "household_id" });

            migrationBuilder.CreateIndex(
                name: "ix_benefit_decisions_subject",
                table: "benefit_decisions",
                columns: new[] { "county", "policy", "subject", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_benefit_settlements_adjustment",
                table: "benefit_settlements",
                columns: new[] { "county", "adjustment_id" });

            migrationBuilder.CreateIndex(
                name: "ix_benefit_settlements_order",
                table: "benefit_settlements",
                columns: new[] { "county", "order_id" },
                filter: "order_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_payment_lines_adjustment",
                table: "payment_lines",
                columns: new[] { "county", "adjustment_id" },
                filter: "adjustment_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_payment_lines_award",
                table: "payment_lines",
                columns: new[] { "county", "award_id" },
                filter: "award_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_payment_lines_household",
                table: "payment_lines",
                columns: new[] { "county", "household_id" });

            migrationBuilder.CreateIndex(
                name: "ix_payment_lines_reissue",
                table: "payment_lines",
                columns: new[] { "county", "reissue_of" },
                filter: "reissue_of is not null");

            migrationBuilder.CreateIndex(
                name: "ux_payment_lines_no",
                table: "payment_lines",
                columns: new[] { "county", "order_id", "no" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_payment_order_events_order",
                table: "payment_order_events",
                columns: new[] { "county", "order_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ux_payment_order_files",
                table: "payment_order_files",
                columns: new[] { "county", "order_id", "kind", "list" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_payment_orders_proposed",
                table: "payment_orders",
                columns: new[] { "county", "proposed_at" });

            migrationBuilder.CreateIndex(
                name: "ux_payment_orders_number",
                table: "payment_orders",
                columns: new[] { "county", "number" },
                unique: true,
                filter: "number is not null");

            migrationBuilder.CreateIndex(
                name: "ux_payment_orders_run",
                table: "payment_orders",
                columns: new[] { "county", "run_id", "kind" },
                unique: true,
                filter: "state <> 'Refused' and kind <> 'Reissue'");

            migrationBuilder.CreateIndex(
                name: "IX_policy_draft_revisions_county_draft_id_number",
                table: "policy_draft_revisions",
                columns: new[] { "county", "draft_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_policy_drafts_county_pack_state",
                table: "policy_drafts",
                columns: new[] { "county", "pack", "state" });

            migrationBuilder.CreateIndex(
                name: "IX_policy_publications_county_pack_sequence",
                table: "policy_publications",
                columns: new[] { "county", "pack", "sequence" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "benefit_adjustment_scans");

            migrationBuilder.DropTable(
                name: "benefit_decisions");

            migrationBuilder.DropTable(
                name: "benefit_settlements");

            migrationBuilder.DropTable(
                name: "payment_lines");

            migrationBuilder.DropTable(
                name: "payment_order_events");

            migrationBuilder.DropTable(
                name: "payment_order_files");

            migrationBuilder.DropTable(
                name: "policy_draft_revisions");

            migrationBuilder.DropTable(
                name: "policy_drafts");

            migrationBuilder.DropTable(
                name: "policy_publications");

            migrationBuilder.DropTable(
                name: "policy_withdrawals");

            migrationBuilder.DropTable(
                name: "benefit_adjustments");

            migrationBuilder.DropTable(
                name: "payment_orders");

            migrationBuilder.DropColumn(
                name: "started_by_id",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "granted",
                table: "region_changes");

            migrationBuilder.DropColumn(
                name: "undone_by",
                table: "region_changes");

            migrationBuilder.DropColumn(
                name: "known_at",
                table: "rankings");

            migrationBuilder.AddColumn<byte[]>(
                name: "explanation_hash",
                table: "awards",
                type: "BLOB",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.CreateTable(
                name: "explanations",
                columns: table => new
                {
                    county = table.Column<int>(type: "INTEGER", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_explanations", x => new { x.county, x.hash });
                });

            migrationBuilder.CreateTable(
                name: "payment_files",
                columns: table => new
                {
                    county = table.Column<int>(type: "INTEGER", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    amount = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    lines = table.Column<int>(type: "INTEGER", nullable: false),
                    made_at = table.Column<long>(type: "INTEGER", nullable: false),
                    made_by = table.Column<string>(type: "TEXT", nullable: false),
                    missing = table.Column<int>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    region = table.Column<long>(type: "INTEGER", nullable: false),
                    run_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    sha256 = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    stored_file = table.Column<byte[]>(type: "BLOB", nullable: false)
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

            migrationBuilder.CreateIndex(
                name: "IX_awards_county_explanation_hash",
                table: "awards",
                columns: new[] { "county", "explanation_hash" });

            migrationBuilder.CreateIndex(
                name: "ux_payment_files_run",
                table: "payment_files",
                columns: new[] { "county", "run_id", "kind" },
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "FK_awards_explanations_county_explanation_hash",
                table: "awards",
                columns: new[] { "county", "explanation_hash" },
                principalTable: "explanations",
                principalColumns: new[] { "county", "hash" },
                onDelete: ReferentialAction.Restrict);
        }
    }
}
