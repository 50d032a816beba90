using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fuyao.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Search22063209 : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_person_versions_list",
                table: "person_versions");

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

            migrationBuilder.CreateIndex(
                name: "ix_person_versions_list",
                table: "person_versions",
                columns: new[] { "county", "region", "household_id", "valid_from", "valid_to", "closed_by", "opened_by" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "search_entries");

            migrationBuilder.DropIndex(
                name: "ix_person_versions_list",
                table: "person_versions");

            migrationBuilder.CreateIndex(
                name: "ix_person_versions_list",
                table: "person_versions",
                columns: new[] { "county", "region", "household_id", "name", "valid_from", "valid_to", "closed_by", "opened_by" });
        }
    }
}
