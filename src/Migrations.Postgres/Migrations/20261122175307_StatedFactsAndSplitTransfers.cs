using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fuyao.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class StatedFactsAndSplitTransfers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "split_of",
                table: "received_benefits",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "check_subjects",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    added_by = table.Column<string>(type: "text", nullable: false),
                    added_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_check_subjects", x => new { x.county, x.id });
                });

            migrationBuilder.CreateTable(
                name: "stated_facts",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    key = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    fact = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    value = table.Column<string>(type: "text", nullable: true),
                    stated_by = table.Column<string>(type: "text", nullable: false),
                    stated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    basis = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    replaced_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_stated_facts", x => new { x.county, x.id });
                });

            migrationBuilder.CreateIndex(
                name: "ix_received_benefits_split",
                table: "received_benefits",
                columns: new[] { "county", "split_of" },
                filter: "split_of is not null");

            migrationBuilder.CreateIndex(
                name: "ux_check_subjects_name",
                table: "check_subjects",
                columns: new[] { "county", "kind", "region", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_stated_facts_subject",
                table: "stated_facts",
                columns: new[] { "county", "kind", "year", "key", "fact" });

            migrationBuilder.CreateIndex(
                name: "ux_stated_facts_now",
                table: "stated_facts",
                columns: new[] { "county", "kind", "year", "key", "fact" },
                unique: true,
                filter: "replaced_at is null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "check_subjects");

            migrationBuilder.DropTable(
                name: "stated_facts");

            migrationBuilder.DropIndex(
                name: "ix_received_benefits_split",
                table: "received_benefits");

            migrationBuilder.DropColumn(
                name: "split_of",
                table: "received_benefits");
        }
    }
}
