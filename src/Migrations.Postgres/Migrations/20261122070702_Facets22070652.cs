using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fuyao.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Facets22070652 : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "facets",
                table: "household_versions",
                type: "text",
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.CreateIndex(
                name: "ix_household_versions_facets",
                table: "household_versions",
                columns: new[] { "county", "region", "number", "valid_from", "valid_to", "closed_by", "opened_by", "household_id", "status", "category", "main_cause", "income_per_head", "member_count", "head_name", "facets" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_household_versions_facets",
                table: "household_versions");

            migrationBuilder.DropColumn(
                name: "facets",
                table: "household_versions");
        }
    }
}
