using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fuyao.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Bulk22080806 : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_household_versions_facets",
                table: "household_versions");

            migrationBuilder.CreateIndex(
                name: "ix_household_versions_facets",
                table: "household_versions",
                columns: new[] { "county", "region", "number", "valid_from", "valid_to", "closed_by", "opened_by", "household_id", "status", "category", "main_cause", "income_per_head", "member_count", "head_name", "facets" },
                filter: "facets <> ''");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_household_versions_facets",
                table: "household_versions");

            migrationBuilder.CreateIndex(
                name: "ix_household_versions_facets",
                table: "household_versions",
                columns: new[] { "county", "region", "number", "valid_from", "valid_to", "closed_by", "opened_by", "household_id", "status", "category", "main_cause", "income_per_head", "member_count", "head_name", "facets" });
        }
    }
}
