using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fuyao.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Change22062445 : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "received_benefits");

            migrationBuilder.DropTable(
                name: "record_drafts");

            migrationBuilder.DropTable(
                name: "record_versions");

            migrationBuilder.DropTable(
                name: "records");
        }
    }
}
