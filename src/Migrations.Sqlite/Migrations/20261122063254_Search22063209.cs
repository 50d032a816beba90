using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fuyao.Migrations.Sqlite.Migrations
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

            migrationBuilder.CreateIndex(
                name: "ix_person_versions_list",
                table: "person_versions",
                columns: new[] { "county", "region", "household_id", "valid_from", "valid_to", "closed_by", "opened_by" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
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
